// The log of a match, the newest first, each entry as a sentence with its verdict and points, and its
// time on the match's clock. Of a long one only the newest are drawn.

import './stage.css';
import { entryText, verdictText } from '../match/say.js';
import { shared } from '../match/words/shared.js';
import { stage } from '../match/words/stage.js';

const MOST = 150;
/** What a row of log says without being asked for everything. */
const COURSE = ['started', 'hit', 'eliminated', 'respawned', 'overheated', 'overturned', 'penalty', 'paused', 'resumed', 'held', 'goes_on', 'away', 'back', 'swapped', 'finished', 'aborted', 'next'];

/** @typedef {import('../match/types.js').Doc} Doc */
/** @typedef {import('../match/types.js').Entry} Entry */

/** m:ss since the match began, −m:ss before. @param {number} ms */
export function timeText(ms) {
  const s = Math.floor(Math.abs(ms) / 1000);
  return `${ms < 0 && s > 0 ? '−' : ''}${Math.floor(s / 60)}:${String(s % 60).padStart(2, '0')}`;
}

/** When it began on the match's clock; before, when it was created. @param {readonly Entry[]} entries */
export const startOf = (entries) => entries.find(({ kind }) => kind === 'started')?.at ?? 0;

/**
 * @param {{ entries: readonly Entry[], doc: Doc | null, start: number, onTime?: (at: number) => void,
 *   beside?: (entry: Entry) => any, whole?: boolean }} props
 *   start: of the match's clock; onTime: a time can be jumped to; beside: what can be done about an entry;
 *   whole: also who came and went before
 */
export function Log({ entries, doc, start, onTime, beside, whole = false }) {
  const shown = (whole ? entries : entries.filter(({ kind }) => COURSE.includes(kind))).slice(-MOST).reverse();
  if (shown.length === 0) return <p class="empty">{stage().logEmpty}</p>;
  return (
    <ol class="matchlog">
      {shown.map((entry) => (
        <li key={entry.seq} class={`${entry.kind} ${entry.verdict ?? ''}`}>
          <When text={timeText(entry.at - start)} jump={onTime && (() => onTime(entry.at))} />
          <span class="what">
            {entryText(entry, doc)}
            {entry.verdict && entry.kind === 'hit' && <small class={`verdict ${entry.verdict}`}>{verdictText(entry.verdict)}</small>}
            {entry.points ? <b>{shared().points(entry.points)}</b> : null}
          </span>
          {beside?.(entry)}
        </li>
      ))}
    </ol>
  );
}

/** @param {{ text: string, jump?: () => void }} props */
function When({ text, jump }) {
  if (!jump) return <time>{text}</time>;
  return (
    <button class="ghost when" aria-label={stage().replay.jump(text)} onClick={jump}>
      {text}
    </button>
  );
}
