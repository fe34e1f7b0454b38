// The bar above the plots: time ranges, moving through time, following, and the time that is shown.

import { useState } from 'preact/hooks';
import { Icon } from '../../ui/icons.jsx';
import { live } from '../../history/window.js';
import { moment } from './format.js';
import { move } from './gestures.js';
import { useBeat, useHear } from '../../ui/hooks.js';
import { w } from '../../words/index.js';

const MINUTE = 60_000;
const DAY = 86_400_000;
const BEAT_MS = 1000;

/** @type {[name: 'minute' | 'ten' | 'hour' | 'day' | 'week', span: number][]} */
const RANGES = [['minute', MINUTE], ['ten', 10 * MINUTE], ['hour', 60 * MINUTE], ['day', DAY], ['week', 7 * DAY]];

/** @type {['earlier' | 'later' | 'closer' | 'wider', string][]} */
const MOVES = [['earlier', 'left'], ['later', 'right'], ['wider', 'minus'], ['closer', 'plus']];

/** @typedef {import('./board.js').Board} Board */

/** @param {{ board: Board, showAll: () => void, children: any }} props */
export function Bar({ board, showAll, children }) {
  return (
    <div class="time panel">
      <div class="group" role="group" aria-label={w.history.ranges}>
        {RANGES.map(([name, span]) => (
          <Range key={name} board={board} span={span} text={w.history.range[name]} />
        ))}
        <button type="button" class="ghost" onClick={showAll}>
          {w.history.range.all}
        </button>
      </div>
      <Moves board={board} />
      <Shown board={board} />
      {children}
    </div>
  );
}

/** @param {{ board: Board, span: number, text: string }} props */
function Range({ board, span, text }) {
  const { view } = board.history;
  return (
    <button
      type="button"
      class="ghost"
      aria-pressed={view.follow && view.span === span}
      onClick={() => board.history.show(live(span))}
    >
      {text}
    </button>
  );
}

/** @param {{ board: Board }} props */
function Moves({ board }) {
  const [boxing, set] = useState(board.boxing);
  useHear(board, 'boxing', set);
  const { view } = board.history;
  return (
    <div class="group" role="group" aria-label={w.history.moves}>
      {MOVES.map(([deed, picture]) => (
        <button key={deed} type="button" class="ghost sign" aria-label={w.history[deed]} title={w.history[deed]} onClick={() => move(board, deed)}>
          <Icon name={picture} />
        </button>
      ))}
      <button
        type="button"
        class="ghost sign"
        aria-label={w.history.box}
        title={w.history.box}
        aria-pressed={boxing}
        onClick={() => board.box(!boxing)}
      >
        <Icon name="box" />
      </button>
      <button type="button" class="ghost follow" aria-pressed={view.follow} onClick={() => move(board, 'live')}>
        {w.history.live}
      </button>
    </div>
  );
}

/** The time that is pointed at, else the window's. @param {{ board: Board }} props */
function Shown({ board }) {
  const [at, point] = useState(board.cursor);
  useHear(board, 'pointed', point);
  useBeat(BEAT_MS);
  const { from, to } = board.history.window;
  return <output class="shown">{at === null ? w.history.span(moment(from), moment(to)) : moment(at)}</output>;
}
