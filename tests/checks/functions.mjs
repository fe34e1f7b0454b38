// Measures the functions of JavaScript files with the compiler that checks their types:
//   functions.mjs COMPILER < paths   prints "path:line<TAB>name<TAB>lines<TAB>complexity", a function each
//
// Complexity is 1 and one for every way to go on: conditions, loops, cases, and the operators that
// choose (a default behind ?? is no choice). A function within a function is measured by itself; its
// lines count for both.

import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const { default: ts } = await import(pathToFileURL(process.argv[2]).href);
const { SyntaxKind: Kind } = ts;

const CHOICES = new Set([
  Kind.IfStatement, Kind.ConditionalExpression, Kind.ForStatement, Kind.ForInStatement, Kind.ForOfStatement,
  Kind.WhileStatement, Kind.DoStatement, Kind.CaseClause, Kind.CatchClause,
]);
const OPERATORS = new Set([
  Kind.AmpersandAmpersandToken, Kind.BarBarToken, Kind.AmpersandAmpersandEqualsToken,
  Kind.BarBarEqualsToken,
]);

/** @param {any} node */
const chooses = (node) =>
  CHOICES.has(node.kind) || (ts.isBinaryExpression(node) && OPERATORS.has(node.operatorToken.kind));

/** @param {any} node */
const nameOf = (node) => (node.name ?? node.parent.name)?.getText() ?? 'a function';

/** Ways through a function, without those of the functions in it. @param {any} within */
function complexity(within) {
  let count = 1;
  const visit = (/** @type {any} */ node) => {
    if (ts.isFunctionLike(node)) return;
    if (chooses(node)) count += 1;
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(within, visit);
  return count;
}

/** @param {string} path */
function measure(path) {
  const kind = path.endsWith('.jsx') ? ts.ScriptKind.JSX : ts.ScriptKind.JS;
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true, kind);
  const lineOf = (/** @type {number} */ at) => source.getLineAndCharacterOfPosition(at).line + 1;
  const visit = (/** @type {any} */ node) => {
    if (ts.isFunctionLike(node) && node.body) {
      const first = lineOf(node.getStart());
      const lines = lineOf(node.end) - first + 1;
      console.log([`${path}:${first}`, nameOf(node), lines, complexity(node)].join('\t'));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
}

readFileSync(0, 'utf8').split('\n').filter(Boolean).forEach(measure);
