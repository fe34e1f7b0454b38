// What has just happened, for everybody to read in passing: who took out whom, who leads now.

import './stage.css';
import { TeamMark } from '../arena/mark.jsx';
import { looksOf } from '../arena/teams.js';
import { namesOf, seatsOf } from '../match/view.js';
import { entryText } from '../match/say.js';
import { newsOf } from './newest.js';
import { stage } from '../match/words/stage.js';

/** @typedef {import('../match/types.js').Doc} Doc */
/** @typedef {import('../match/types.js').Entry} Entry */

/** @param {{ entries: readonly Entry[], doc: Doc | null, many: number }} props */
export function News({ entries, doc, many }) {
  return (
    <ol class="news" aria-label={stage().news}>
      {newsOf(entries, many).map((entry) => (
        <li key={entry.seq} class={entry.kind}>
          {entry.kind === 'eliminated' ? <Elimination entry={entry} doc={doc} /> : entryText(entry, doc)}
        </li>
      ))}
    </ol>
  );
}

/** @param {{ entry: Entry, doc: Doc | null }} props */
function Elimination({ entry, doc }) {
  return (
    <>
      <Robot robot={entry.by ?? ''} doc={doc} />
      <span class="took" role="img" aria-label={stage().took}>
        ✕
      </span>
      <Robot robot={entry.robot ?? ''} doc={doc} />
    </>
  );
}

/** By whom it is driven; itself where nobody does. @param {{ robot: string, doc: Doc | null }} props */
function Robot({ robot, doc }) {
  const seat = seatsOf(doc).find(({ units }) => units.some((unit) => unit.robot === robot));
  const look = seat && looksOf(doc?.teams ?? [])[seat.team];
  return (
    <span class={`one team-${look?.slot ?? -1}`}>
      <TeamMark look={look} />
      <bdi>{seat?.player ? namesOf(doc)(seat.player) : robot}</bdi>
    </span>
  );
}
