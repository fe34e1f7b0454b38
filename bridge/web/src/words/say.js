// What the session reports, as sentences in the language that is spoken.

import { w, wordOf } from './index.js';

/** @param {string} code @param {string} message the arena's own sentence */
export const refusalText = (code, message) => wordOf(w.refusals, code, message || code);

/** @param {readonly string[]} why words of the wire */
export const whyText = (why) => why.map((word) => wordOf(w.why, word)).join(' ');

/** @param {import('../session.js').Notice} notice */
export function noticeText(notice) {
  if (notice.what === 'refused') return notice.text ?? refusalText(notice.code, notice.message);
  if (notice.what === 'ended') return `${w.notices.ended(notice.robot)} ${whyText(notice.why)}`.trim();
  if (notice.what === 'renewed') return w.notices.renewed(notice.robot);
  if (notice.what === 'said') return notice.text;
  return w.notices.broken;
}
