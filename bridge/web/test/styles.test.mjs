// Styles of a page that is fetched later stay for as long as the window does: what a page calls its own
// must not fit an element of another one that is opened behind it.

import test from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../src/', import.meta.url));
const APART = 'pages/screen/'; // a bundle of its own
/** The fight is a cockpit, too; of the link to the settings nothing is inside. */
const MEANT = ['drive', 'settings'];
const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter((path) => !path.startsWith(APART));
const read = (/** @type {string} */ path) => readFileSync(join(ROOT, path), 'utf8');
const views = files.filter((path) => path.endsWith('.jsx')).map((path) => ({ path, text: read(path) }));

/** @param {string} text of a view @returns {Set<string>} the classes that its elements may have */
function classesOf(text) {
  const said = [...text.matchAll(/\bclass=(?:"([^"]*)"|\{`([^`]*)`\})/g)].map(([, plain = '', made = '']) =>
    `${plain} ${made.replace(/\$\{([^}]*)\}/g, (_, code) => (code.match(/'[^']*'/g) ?? []).join(' '))}`);
  return new Set(said.join(' ').match(/[a-z][\w-]*/g) ?? []);
}

/** @param {string} css @returns {string[][]} of each selector, the classes of what it begins with */
function beginningsOf(css) {
  const bare = css.replace(/\/\*[^]*?\*\//g, '').replace(/@(?:keyframes|media print)[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}/g, '');
  const selectors = [...bare.matchAll(/([^{};]+)\{/g)].flatMap(([, all]) => (all.trim().startsWith('@') ? [] : all.split(/,(?![^(]*\))/)));
  return selectors.map((one) => (one.trim().split(/[\s>+~]/)[0].match(/\.[a-z][\w-]*/g) ?? []).map((name) => name.slice(1)));
}

/** @returns {Map<string, string[]>} by style sheet of a page, the folders of those that bring it */
function sheets() {
  /** @type {Map<string, string[]>} */
  const found = new Map();
  for (const { path, text } of views.filter((view) => view.path.startsWith('pages/'))) {
    for (const [, to] of text.matchAll(/^import '(\.[^']*\.css)'/gm)) {
      const sheet = normalize(join(dirname(path), to));
      found.set(sheet, [...(found.get(sheet) ?? []), `${dirname(path)}/`]);
    }
  }
  return found;
}

test('no page styles what stands on another one', () => {
  const all = sheets();
  assert.ok(all.size > 10, 'the sheets were found');
  const strays = [...all].flatMap(([sheet, folders]) => {
    const others = views.filter(({ path }) => !folders.some((folder) => path.startsWith(folder)));
    const elsewhere = new Map(others.flatMap(({ path, text }) => [...classesOf(text)].map((name) => /** @type {const} */ ([name, path]))));
    return beginningsOf(read(sheet))
      .filter((names) => names.length > 0 && names.every((name) => elsewhere.has(name)) && !MEANT.includes(names[0]))
      .map((names) => `${sheet}: .${names.join('.')} fits ${elsewhere.get(names[0])}`);
  });
  assert.deepEqual([...new Set(strays)], []);
});
