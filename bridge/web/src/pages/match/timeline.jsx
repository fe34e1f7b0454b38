// The score over the time that was played: a line of steps a team, a mark where a robot was taken out.

import { looksOf } from '../../arena/teams.js';
import { TeamMark } from '../../arena/mark.jsx';
import { boundsOf, leadChanges, stepsPath } from '../../match/timeline.js';
import { clockText } from '../../match/view.js';
import { entryText } from '../../match/say.js';
import { pages } from '../../match/words/pages.js';

const WIDTH = 1000;
const HEIGHT = 240;
const TICKS = 4;

/** @typedef {ReturnType<typeof import('../../match/timeline.js').timelineOf>} Line */
/** @typedef {import('../../match/types.js').Doc} Doc */

/** @param {{ doc: Doc, line: Line }} props */
export function Timeline({ doc, line }) {
  const { result } = pages();
  const looks = looksOf(doc.teams);
  const { steps, length } = line;
  const { least, most } = boundsOf(steps);
  const box = { width: WIDTH, height: HEIGHT, length, least, most };
  const changes = leadChanges(steps);
  const scores = doc.teams.map(({ name, score }) => `${name} ${score}`).join(', ');
  return (
    <section class="panel timeline">
      <div class="plothead">
        <h2>{result.timeline}</h2>
        <ul class="legend">
          {doc.teams.map(({ name }, at) => (
            <li key={at}>
              <TeamMark look={looks[at]} />
              <bdi>{name}</bdi>
            </li>
          ))}
        </ul>
        {changes > 0 && <span class="fact">{result.lead(changes)}</span>}
      </div>
      <div class="plotted">
        <Scale least={least} most={most} />
        <svg viewBox={`0 -8 ${WIDTH} ${HEIGHT + 16}`} preserveAspectRatio="none" role="img" aria-label={result.timelineText(scores, clockText(length))}>
          {gridOf(least, most).map((score) => (
            <path key={score} class="grid" d={`M0 ${heightOf(score, box)}H${WIDTH}`} />
          ))}
          {doc.teams.map((_, at) => (
            <path key={at} class={`steps team-${looks[at]?.slot}`} d={stepsPath(steps, at, box)} />
          ))}
        </svg>
        <Marks doc={doc} steps={steps} box={box} />
      </div>
      <p class="times number" aria-hidden="true">
        <span>0:00</span>
        <span>{clockText(length / 2)}</span>
        <span>{clockText(length)}</span>
      </p>
    </section>
  );
}

/** @param {number} score @param {{ height: number, least: number, most: number }} box */
const heightOf = (score, { height, least, most }) => (1 - (score - least) / Math.max(1, most - least)) * height;

/** Whole scores, a few. @param {number} least @param {number} most */
function gridOf(least, most) {
  const step = Math.max(1, Math.ceil((most - least) / TICKS));
  return Array.from({ length: Math.floor((most - least) / step) + 1 }, (_, at) => least + at * step);
}

/** @param {{ least: number, most: number }} props */
function Scale({ least, most }) {
  return (
    <span class="scale number" aria-hidden="true">
      {gridOf(least, most).map((score) => (
        <span key={score} style={{ bottom: `${((score - least) / Math.max(1, most - least)) * 100}%` }}>{score}</span>
      ))}
    </span>
  );
}

/** Elements of the page, so that they stay round however the plot is stretched. @param {{ doc: Doc, steps: Line['steps'], box: { height: number, length: number, least: number, most: number } }} props */
function Marks({ doc, steps, box }) {
  const looks = looksOf(doc.teams);
  return (
    <span class="marks" aria-hidden="true">
      {steps.map(({ at, scores, entry }) =>
        entry?.kind === 'eliminated' && entry.team !== undefined ? (
          <i
            key={entry.seq}
            class={`team-${looks[entry.team]?.slot}`}
            title={`${clockText(at)} ${entryText(entry, doc)}`}
            style={{ left: `${(at / Math.max(1, box.length)) * 100}%`, top: `${(heightOf(scores[entry.team], box) / box.height) * 100}%` }}
          />
        ) : null,
      )}
    </span>
  );
}
