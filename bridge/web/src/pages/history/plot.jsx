// One field: its name, what each robot shows, and the plot.

import { useEffect, useRef } from 'preact/hooks';
import { Chart } from './chart.js';
import { Gestures } from './gestures.js';
import { number } from './format.js';
import { w, wordOf } from '../../words/index.js';

/** @typedef {{ field: string, unit: string, lines: import('./chart.js').Line[] }} Shown */

/** @param {string} field */
export const nameOf = (field) => wordOf(w.history.names, field);

/** @param {{ board: import('./board.js').Board, shown: Shown }} props */
export function Plot({ board, shown }) {
  const { field, unit, lines } = shown;
  const frame = useRef(/** @type {HTMLDivElement | null} */ (null));
  const readings = useRef(/** @type {HTMLDListElement | null} */ (null));
  const same = JSON.stringify([field, unit, lines]);
  useEffect(() => hang(board, shown, frame, readings), [board, same]);
  const robots = lines.map(({ robot }) => board.history.nameOf(robot));
  return (
    <figure class="plot panel" data-field={field}>
      <figcaption>
        <h2>
          {nameOf(field)} {unit && <small>{unit}</small>}
        </h2>
        <dl ref={readings}>
          {lines.map(({ robot, slot }, i) => (
            <div key={robot} class={`line-${slot + 1}`}>
              <dt>{robots[i]}</dt>
              <dd>{w.common.nothing}</dd>
            </div>
          ))}
        </dl>
      </figcaption>
      <div
        ref={frame}
        class="canvas"
        tabIndex={0}
        role="group"
        aria-label={w.history.plot(nameOf(field), robots.join(', '))}
        data-nothing={w.history.nothing}
      />
    </figure>
  );
}

/**
 * Makes the plot in its frame, and takes it down again.
 * @param {import('./board.js').Board} board @param {Shown} shown
 * @param {{ current: HTMLElement | null }} frame @param {{ current: HTMLElement | null }} readings
 */
function hang(board, { field, unit, lines }, frame, readings) {
  const element = frame.current;
  if (!element) return undefined;
  const chart = new Chart(element, lines, unit);
  const gestures = new Gestures(chart.plot.over, element, board);
  let visible = true;
  const sight = new IntersectionObserver(([entry]) => {
    visible = entry.isIntersecting;
    if (visible) board.soon();
  }, { rootMargin: '200px' });
  sight.observe(element);
  const read = (/** @type {number | null} */ at) => {
    const cells = readings.current?.querySelectorAll('dd') ?? [];
    chart.values(at).forEach((value, i) => {
      if (cells[i]) cells[i].textContent = value ? reading(value, unit) : w.common.nothing;
    });
  };
  const away = board.add({ chart, field, visible: () => visible, read });
  return () => {
    away();
    sight.disconnect();
    gestures.close();
    chart.close();
  };
}

/** @param {{ mean: number, min: number, max: number }} value @param {string} unit */
function reading({ mean, min, max }, unit) {
  const range = min < max ? ` (${number(min)} … ${number(max)})` : '';
  return `${number(mean)} ${unit}${range}`.trim();
}
