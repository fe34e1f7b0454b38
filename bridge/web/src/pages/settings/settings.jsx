import { w } from '../../words/index.js';

export default function Settings() {
  return <h1>{w.settings.title}</h1>;
}
