// A map as text becomes what can be drawn and what a shot ends at. The format and its bounds are
// those of robot/sim/README.md, "Maps"; whether robots fit through is not looked at here, since
// whoever drives robots on it has done so.
//
// Metres, x to the right, y up, the origin in the lower left corner; rows of the text from the top.

import { byteLength } from '../wire/json.js';

const TEXT_MOST = 16384;
const SIDE_LEAST = 4;
const SIDE_MOST = 96;
const CELL_LEAST = 0.25;
const CELL_MOST = 2;
const CELL = '0.5';
const NAME_MOST = 64;
const PILLARS_MOST = 128;
const PADS_MOST = 32;
const STARTS_MOST = 32;
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;
const ROW = /^[#o+.1-4 ]*$/;
const TEAMS = '1234';

/** @typedef {{ x: number, y: number, width: number, height: number }} Box lower left corner, in metres */
/**
 * @typedef {object} ArenaMap
 * @property {string} name
 * @property {number} cell m
 * @property {number} width m @property {number} height m
 * @property {Box[]} walls @property {Box[]} pads where robots charge
 * @property {{ x: number, y: number }[]} pillars round, as wide as a cell: their middles
 * @property {{ x: number, y: number, team: number }[]} starts team from 0
 * @property {(x: number, y: number) => boolean} solid whether a shot ends at this point
 */

/** @param {unknown} text @returns {ArenaMap | null} null: this is no map */
export function parseMap(text) {
  if (typeof text !== 'string' || byteLength(text) > TEXT_MOST) return null;
  const lines = text.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  const blank = lines.indexOf('');
  const head = blank < 0 ? null : headOf(lines.slice(0, blank));
  const rows = trimmed(lines.slice(blank + 1));
  if (!head || !isGrid(rows)) return null;
  const map = built(head.name, head.cell, rows);
  return isModest(map) ? map : null;
}

/** @param {string[]} lines @returns {{ name: string, cell: number } | null} */
function headOf(lines) {
  const members = new Map();
  for (const line of lines) {
    const [, key, value] = /^ *(name|cell) *: *(.*?) *$/.exec(line) ?? [];
    if (!key || members.has(key)) return null;
    members.set(key, value);
  }
  const { name = '', cell = CELL } = Object.fromEntries(members);
  const isName = name !== '' && byteLength(name) <= NAME_MOST && !CONTROL.test(name);
  const isCell = /^\d{1,3}(\.\d{1,6})?$/.test(cell) && Number(cell) >= CELL_LEAST && Number(cell) <= CELL_MOST;
  return isName && isCell ? { name, cell: Number(cell) } : null;
}

/** Without the empty lines behind it. @param {string[]} rows */
function trimmed(rows) {
  let end = rows.length;
  while (end > 0 && rows[end - 1] === '') end -= 1;
  return rows.slice(0, end);
}

/** @param {string[]} rows */
function isGrid(rows) {
  const wide = Math.max(0, ...rows.map((row) => row.length));
  const within = (/** @type {number} */ side) => side >= SIDE_LEAST && side <= SIDE_MOST;
  return within(rows.length) && within(wide) && rows.every((row) => ROW.test(row));
}

/** @param {ArenaMap} map */
function isModest({ pillars, pads, starts }) {
  const teams = [...TEAMS].map((_, team) => starts.filter((start) => start.team === team).length);
  const few = pillars.length <= PILLARS_MOST && pads.length <= PADS_MOST && Math.max(...teams) <= STARTS_MOST;
  return few && teams[0] > 0 && teams.every((count, team) => team === 0 || count === 0 || teams[team - 1] > 0);
}

/** @param {string} name @param {number} cell @param {string[]} rows @returns {ArenaMap} */
function built(name, cell, rows) {
  const columns = Math.max(...rows.map((row) => row.length));
  const middles = (/** @type {string} */ signs) =>
    cellsOf(rows, signs).map(({ column, row, sign }) => ({
      sign, x: (column + 0.5) * cell, y: (rows.length - row - 0.5) * cell,
    }));
  const [width, height] = [columns * cell, rows.length * cell];
  return {
    name, cell, width, height,
    walls: boxesOf(rows, cell),
    pillars: middles('o').map(({ x, y }) => ({ x, y })),
    pads: middles('+').map(({ x, y }) => ({ x: x - cell / 2, y: y - cell / 2, width: cell, height: cell })),
    starts: middles(TEAMS).map(({ x, y, sign }) => ({ x, y, team: TEAMS.indexOf(sign) })),
    solid: (x, y) => {
      if (!(x > 0 && y > 0 && x < width && y < height)) return true;
      const [column, row] = [Math.floor(x / cell), rows.length - 1 - Math.floor(y / cell)];
      const sign = rows[row][column];
      return sign === '#' || (sign === 'o' && isInPillar(x / cell - column, y / cell - Math.floor(y / cell)));
    },
  };
}

/** Within its cell, 0 to 1. @param {number} x @param {number} y */
const isInPillar = (x, y) => (x - 0.5) ** 2 + (y - 0.5) ** 2 < 0.25;

/** @param {string[]} rows @param {string} signs @returns {{ column: number, row: number, sign: string }[]} */
function cellsOf(rows, signs) {
  return rows.flatMap((line, row) =>
    [...line].flatMap((sign, column) => (signs.includes(sign) ? [{ column, row, sign }] : [])));
}

/**
 * The walls as few boxes: runs of a row, and runs that lie under each other as one.
 * @param {string[]} rows @param {number} cell @returns {Box[]}
 */
function boxesOf(rows, cell) {
  /** @type {{ column: number, wide: number, row: number, high: number }[]} */
  const runs = [];
  /** @type {Map<string, typeof runs[number]>} those that reached the row before */
  let open = new Map();
  rows.forEach((line, row) => {
    const reached = new Map();
    for (const [text, column] of runsOf(line)) {
      const key = `${column} ${text.length}`;
      const run = open.get(key) ?? { column, wide: text.length, row, high: 0 };
      run.high += 1;
      if (run.high === 1) runs.push(run);
      reached.set(key, run);
    }
    open = reached;
  });
  return runs.map(({ column, wide, row, high }) => ({
    x: column * cell, y: (rows.length - row - high) * cell, width: wide * cell, height: high * cell,
  }));
}

/** @param {string} line @returns {[string, number][]} */
const runsOf = (line) => [...line.matchAll(/#+/g)].map((match) => [match[0], match.index ?? 0]);
