// The audit as a table for other programs.

import { line } from '../history/sheet.js';

const HEAD = ['time', 'kind', 'robot', 'who', 'n', 'why', 'tag'];

/** @param {import('./audit.js').Entry[]} entries @returns {string[]} pieces of the text, in order */
export const auditCsv = (entries) => [
  line(HEAD),
  ...entries.map(({ at, kind, robot = '', who = '', n = '', why = '', tag = '' }) =>
    line([new Date(at).toISOString(), kind, robot, who, n, why, tag]),
  ),
];
