// A table for other programs: CSV (RFC 4180) and JSON. A name that a robot chose must not become a
// formula in somebody's spreadsheet: a cell of text that begins like one gets an apostrophe.

const FORMULA = /^[\s\u200b\ufeff]*[=+\-@|\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/;

/** @typedef {{ robot: string, name: string, field: string, unit: string, points: import('./cells.js').Point[] }} Part */
/** @typedef {{ from: number, to: number, step: number, parts: Part[] }} Sheet */

const HEAD = ['time', 'robot', 'field', 'unit', 'count', 'min', 'mean', 'max'];

/** @param {string | number} value */
export function cell(value) {
  if (typeof value === 'number') return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** @param {(string | number)[]} cells */
export const line = (cells) => `${cells.map(cell).join(',')}\r\n`;

/** @param {number} at Unix ms */
const moment = (at) => new Date(at).toISOString();

/** @param {Sheet} sheet @returns {string[]} pieces of the text, in order */
export function csvOf({ parts }) {
  const pieces = [line(HEAD)];
  for (const { robot, field, unit, points } of parts)
    for (const [at, ...numbers] of points) pieces.push(line([moment(at), robot, field, unit, ...numbers]));
  return pieces;
}

/** @param {Sheet} sheet @returns {string[]} */
export function jsonOf({ from, to, step, parts }) {
  const head = { from, to, step, columns: ['at', 'count', 'min', 'mean', 'max'] };
  const pieces = [`${JSON.stringify(head).slice(0, -1)},"series":[`];
  parts.forEach((part, i) => pieces.push(i ? ',\n' : '\n', JSON.stringify(part)));
  pieces.push('\n]}\n');
  return pieces;
}

/** @param {Sheet} sheet @param {'csv' | 'json'} form */
export function fileName({ parts, to }, form) {
  const robots = [...new Set(parts.map((part) => part.robot))].slice(0, 4).join('-') || 'arena';
  return `${robots}-${moment(to).slice(0, 19).replaceAll(':', '')}Z.${form}`;
}
