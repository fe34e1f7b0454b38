import { w } from '../../words/index.js';

export default function History() {
  return <h1>{w.history.title}</h1>;
}
