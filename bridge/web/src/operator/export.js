// The audit as CSV (RFC 4180), times as ISO 8601. Names come from outside: a cell that a spreadsheet
// would take for a formula gets an apostrophe.

const FORMULA = /^\s*[=+\-@|]|^[\t\r\n]/;

/** @param {string | number | undefined} value */
function cell(value = '') {
  if (typeof value === 'number') return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** @param {(string | number | undefined)[]} cells */
const line = (cells) => `${cells.map(cell).join(',')}\r\n`;

/** @param {import('./audit.js').Entry[]} entries @param {string[]} head @returns {string[]} pieces of the text */
export const auditCsv = (entries, head) => [
  line(head),
  ...entries.map(({ at, kind, robot, who, n, why, tag }) => line([new Date(at).toISOString(), kind, robot, who, n, why, tag])),
];

/** Hands a file to the person. @param {string} name @param {string[]} pieces */
export function download(name, pieces) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob(pieces, { type: 'text/csv;charset=utf-8' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
