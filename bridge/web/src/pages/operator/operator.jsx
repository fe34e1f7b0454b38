import { w } from '../../words/index.js';

export default function Operator() {
  return <h1>{w.operator.title}</h1>;
}
