// One robot of the list: its state, what it measures, who drives, and the button that fits.

import { useMemo } from 'preact/hooks';
import { Battery } from '../../ui/meter.jsx';
import { Icon } from '../../ui/icons.jsx';
import { Sparkline } from '../../ui/sparkline.jsx';
import { w, wordOf } from '../../words/index.js';

/** @typedef {import('./view.js').View} View */
/** @typedef {import('../../session.js').Session} Session */

/**
 * @param {{ session: Session, view: View, act: (deed: import('./view.js').Deed, robot: string) => void }} props
 */
export function Card({ session, view, act }) {
  return useMemo(() => draw(session, view, act), [...Object.values(view), w, act, session]);
}

/** @param {Session} session @param {View} view @param {(deed: import('./view.js').Deed, robot: string) => void} act */
function draw(session, view, act) {
  const { id, state, mine, offer, place } = view;
  const looks = offer > 0 ? 'turn' : mine || place > 0 ? 'yours' : '';
  return (
    <li class={`panel robot ${looks}`} data-robot={id}>
      <div class="top">
        <h2 id={`robot-${id}`}>
          <bdi>{view.name}</bdi>
        </h2>
        <span class={`badge ${state}`}>{wordOf(w.robots.states, state)}</span>
      </div>
      <p class="kind">
        {(view.about || w.robots.kind).split('\n').map((text) => (
          <bdi key={text}>{text}</bdi>
        ))}
      </p>
      <Measured session={session} view={view} />
      <div class="line">
        <span>{lineOf(view)}</span>
        {view.speed && <span class="number">{w.robots.speed(view.speed)}</span>}
      </div>
      <Buttons view={view} act={act} />
    </li>
  );
}

const QUIET = ['queue', 'unqueue', 'match'];

/** @param {{ view: View, act: (deed: import('./view.js').Deed, robot: string) => void }} props */
function Buttons({ view, act }) {
  const { id, offer, deed } = view;
  return (
    <div class="buttons">
      <button
        class={QUIET.includes(deed) ? 'quiet' : ''}
        aria-describedby={`robot-${id}`}
        disabled={!view.ready}
        onClick={() => act(deed, id)}
      >
        {view.asking ? w.robots.taking : wordOfDeed(view)}
      </button>
      {offer > 0 && (
        <button class="quiet" aria-describedby={`robot-${id}`} onClick={() => act('unqueue', id)}>
          {w.robots.unqueue}
        </button>
      )}
      {offer === 0 && (
        <a class="button quiet icon" href={`#history/${id}`} title={w.robots.history} aria-label={w.robots.historyOf(view.name)}>
          <Icon name="history" />
        </a>
      )}
    </div>
  );
}

/** @param {View} view */
function wordOfDeed({ deed, offer }) {
  return deed === 'turn' ? w.robots.turn(offer) : w.robots[deed];
}

/** @param {{ session: Session, view: View }} props */
function Measured({ session, view }) {
  const { battery, signal } = view;
  return (
    <div class="measured">
      {battery !== null && <Battery percent={battery} />}
      {signal !== null && (
        <span class="number" title={w.robots.signal(signal)}>
          <Icon name="signal" />
          <span class="unseen">{w.robots.signal(signal)}</span>
          <span aria-hidden="true">{signal} %</span>
          <Sparkline session={session} robot={view.id} field="signal" />
        </span>
      )}
    </div>
  );
}

/** @param {View} view */
function lineOf({ offer, place, mine, driver, stops, queue, match, matchName }) {
  if (offer > 0) return <b>{w.robots.offered}</b>;
  const words = [];
  if (place > 0) words.push(w.robots.place(place));
  if (mine) words.push(w.robots.mine);
  else if (match) words.push(w.robots.kept(matchName || match));
  else if (driver) words.push(w.robots.drives(driver));
  if (queue > 0 && place === 0) words.push(w.robots.queued(queue));
  if (stops > 0) words.push(w.robots.stops(stops));
  return words.join(' ');
}
