// The bar of a replay: where it is, what happened when, play, rate, the next moment of interest.

import { Segmented } from '../../ui/segmented.jsx';
import { RATES } from '../../replay/player.js';
import { looksOf } from '../../arena/teams.js';
import { nextMark } from '../../replay/marks.js';
import { stage } from '../../match/words/stage.js';
import { startOf, timeText } from '../../stage/log.jsx';
import { memo } from './memo.js';
import { w } from '../../words/index.js';

/** @typedef {import('../../replay/player.js').Player} Player */
/** @typedef {import('../../replay/marks.js').Mark} Mark */
/** @typedef {{ from: number, to: number, why: string }} Span */

const PATHS = { play: 'M7 4.5v15l12-7.5z', pause: 'M6.5 4.5h4v15h-4zM13.5 4.5h4v15h-4z', before: 'M17.5 5v14l-9-7zM5.5 5h2v14h-2z', next: 'M6.5 5v14l9-7zM16.5 5h2v14h-2z' };

/** @param {{ name: keyof typeof PATHS }} props */
const Solid = ({ name }) => (
  <svg class="solid" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
    <path d={PATHS[name]} fill="currentColor" />
  </svg>
);

/**
 * @param {{ player: Player, record: import('../../replay/record.js').RecordedMatch, marks: Mark[], stands: Span[], now: number }} props
 */
export function Bar({ player, record, marks, stands, now }) {
  const { replay } = stage();
  const at = player.at(now);
  const start = startOf(record.entries);
  const rate = new Intl.NumberFormat(w.locale);
  const plays = player.playing && !player.isAtEnd(now);
  const jump = (/** @type {1 | -1} */ way) => player.seek(nextMark(marks, at, way) ?? (way > 0 ? player.to : player.from), performance.now());
  return (
    <div class="replaybar">
      <div class="track">
        <Marks {...{ marks, stands, from: player.from, to: player.to }} teams={record.docAt(player.to)?.teams ?? []} />
        <input
          type="range" min={player.from} max={player.to} step="100" value={at} aria-label={replay.seek}
          aria-valuetext={replay.at(timeText(at - start), timeText(player.to - start))}
          onInput={(event) => player.seek(Number(event.currentTarget.value), performance.now())}
        />
      </div>
      <div class="hands">
        <button class="quiet icon" aria-label={replay.before} title={`${replay.before} (P)`} onClick={() => jump(-1)}>
          <Solid name="before" />
        </button>
        <button class="icon" aria-label={plays ? replay.pause : replay.play} title={`${plays ? replay.pause : replay.play} (K)`} onClick={() => player.toggle(performance.now())}>
          <Solid name={plays ? 'pause' : 'play'} />
        </button>
        <button class="quiet icon" aria-label={replay.next} title={`${replay.next} (N)`} onClick={() => jump(1)}>
          <Solid name="next" />
        </button>
        <span class="at number">
          {timeText(at - start)} <small>/ {timeText(player.to - start)}</small>
        </span>
        <Segmented
          label={replay.rate} value={String(player.rate)}
          options={RATES.map((value) => /** @type {const} */ ([String(value), `${rate.format(value)}×`]))}
          onChange={(value) => player.setRate(Number(value), performance.now())}
        />
      </div>
    </div>
  );
}

const percent = (/** @type {number} */ at, /** @type {number} */ from, /** @type {number} */ to) =>
  `${(100 * (at - from)) / Math.max(1, to - from)}%`;

/** For the eyes: the log says it in words. Drawn anew only when they are others. */
const Marks = memo(
  /** @param {{ marks: Mark[], stands: Span[], from: number, to: number, teams: { name: string }[] }} props */
  ({ marks, stands, from, to, teams }) => {
    const looks = looksOf(teams);
    return (
      <div class="marks" aria-hidden="true">
        {stands.map((span) => (
          <i key={`${span.why} ${span.from}`} class="stands" style={{ left: percent(span.from, from, to), width: percent(from + span.to - span.from, from, to) }} />
        ))}
        {marks.map(({ entry, kind, at, team }) => (
          <i key={entry.seq} class={`${kind} team-${looks[team]?.slot ?? -1}`} style={{ left: percent(at, from, to) }} />
        ))}
      </div>
    );
  },
);
