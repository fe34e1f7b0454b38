// The audit as people read it: what was done to many robots at once is one line, and the end of a
// drive says how long it was, as far as its beginning has been read.

/** @typedef {import('./audit.js').Entry} Entry */
/** @typedef {Entry & { robots: string[], droveMs: number | null }} Line */

/** One stop has one id wherever it stands. @param {Line | undefined} line @param {Entry} entry */
const joins = (line, entry) =>
  line !== undefined && Boolean(entry.tag) && line.kind === entry.kind && line.tag === entry.tag && line.who === entry.who;

/** @param {Entry[]} entries newest first @returns {Line[]} */
export function linesOf(entries) {
  const drive = (/** @type {Entry} */ { robot, who, n }) => `${robot} ${who} ${n}`;
  const began = new Map(entries.filter(({ kind }) => kind === 'claimed').map((entry) => [drive(entry), entry.at]));
  /** @type {Line[]} */
  const lines = [];
  for (const entry of entries) {
    const last = lines.at(-1);
    const start = entry.kind === 'ended' ? began.get(drive(entry)) : undefined;
    if (joins(last, entry)) last?.robots.push(entry.robot ?? '');
    else lines.push({ ...entry, robots: entry.robot ? [entry.robot] : [], droveMs: start === undefined ? null : entry.at - start });
  }
  return lines;
}
