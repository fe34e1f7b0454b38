// The arena behind everything: drawn around one's own robot, with where it aims, where it was hit from,
// and the edge of the eye red when it hurts. While one has no robot in play, all of the arena is seen.

import { useEffect, useMemo, useRef } from 'preact/hooks';
import { Arena } from '../../arena/arena.jsx';
import { fight } from '../../match/words/fight.js';
import { isDown } from '../../fight/view.js';
import { liveFeed } from '../../arena/feed.js';
import { useMap } from '../../arena/usemap.js';
import { namesOf, seatsOf } from '../../match/view.js';

const STRUCK_MS = 900;
const SCORED_MS = 420;
const LOW = 0.34;

/** @typedef {import('./fight.jsx').Common} Common */
/** @typedef {import('./moments.js').Moments} Moments */
/** @typedef {import('./insets.js').Insets} Insets */

/**
 * @param {Common & { insets: Insets, settings: import('../../settings.js').Settings, moments: Moments,
 *   mouse: import('./mouse.js').MouseAim }} props
 */
export function Picture({ session, match, view, place, insets, settings, moments, mouse }) {
  const feed = useMemo(() => withPoses(match, session), [match, session]);
  const map = useMap(session);
  const robot = place?.robot ?? '';
  const follows = robot !== '' && place?.state !== 'out';
  const rotated = settings.values.fightView === 'turns';
  const wish = wishOf(follows, rotated, insets);
  const struck = moments.last(['struck'], STRUCK_MS);
  return (
    <div class={`ground ${struck ? 'struck' : ''} ${moodOf(place, view)}`} {...useMouse(mouse)}>
      <div class={`shaken ${struck ? `hit-${struck.id % 2}` : ''}`}>
        <Arena feed={feed} map={map} label={fight().map} wish={wish} follow={robot} own={robot} names={useNames(match, view)} labels="all" />
      </div>
      {follows && <Around {...{ session, robot, rotated, moments, view }} aims={!isDown(place?.state ?? 'up')} />}
    </div>
  );
}

/** @param {boolean} follows @param {boolean} rotated @param {Insets} insets @returns {import('../../arena/view.js').Wish} */
function wishOf(follows, rotated, { top, bottom, across }) {
  if (follows) return { mode: 'follow', rotated, across, insets: { top, bottom } };
  return { mode: 'all', turnable: true, insets: { top, bottom, left: 12, right: 12 } };
}

/** @param {Common['place']} place @param {Common['view']} view */
function moodOf(place, { runs }) {
  if (!place) return '';
  if (isDown(place.state)) return 'down';
  return place.health <= LOW && runs ? 'low' : '';
}

/** The match's own feed, and where the robots themselves say they are, which comes by a shorter way. @param {import('../../match/match.js').Match} match @param {import('../../session.js').Session} session @returns {import('../../arena/arena.jsx').Feed} */
function withPoses(match, session) {
  const feed = liveFeed(match, () => session.now);
  return (tell) => {
    const unfed = feed(tell);
    const deaf = session.on('heard', ({ what, from, message }) => {
      if (what !== 'status' || !message?.pose) return;
      tell({ pose: { robot: from, pose: message.pose, speed: message.speed ?? NaN, pan: message.pan, age: 0 } });
    });
    return () => {
      deaf();
      unfed();
    };
  };
}

/** At a robot stands who drives it; at several of one person also which. @param {import('../../match/match.js').Match} match @param {import('../../fight/view.js').View} view */
function useNames({ doc }, { places }) {
  return useMemo(() => {
    const name = namesOf(doc);
    /** @type {Record<string, string>} */
    const names = {};
    for (const { player, units } of seatsOf(doc))
      for (const { robot } of units) if (robot && player) names[robot] = units.length > 1 ? `${name(player)} · ${robot}` : name(player);
    places.forEach(({ robot }, i) => robot && (names[robot] = places.length > 1 ? `${i + 1}` : fight().you));
    return names;
  }, [doc, places.map(({ robot }) => robot).join(), fight().you]);
}

/** Points with the mouse, and fires with its button; fingers have their own. @param {import('./mouse.js').MouseAim} mouse */
function useMouse(mouse) {
  const over = useRef(false);
  useEffect(() => {
    const up = () => mouse.press(false);
    window.addEventListener('pointerup', up);
    return () => window.removeEventListener('pointerup', up);
  }, [mouse]);
  return {
    onPointerMove: (/** @type {PointerEvent & { currentTarget: HTMLElement }} */ event) => {
      if (event.pointerType !== 'mouse') return;
      over.current = true;
      const style = getComputedStyle(event.currentTarget);
      const box = event.currentTarget.getBoundingClientRect();
      const [above, below] = ['--above', '--below'].map((name) => Number.parseFloat(style.getPropertyValue(name)) || 0);
      mouse.point(event.clientX - box.left - box.width / 2, event.clientY - box.top - (above + box.height - below) / 2);
    },
    onPointerLeave: () => mouse.letGo(),
    onPointerDown: (/** @type {PointerEvent} */ event) => {
      if (event.pointerType !== 'mouse' || event.button !== 0) return;
      event.preventDefault();
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur(); // keys are the robot's again
      mouse.press(true);
    },
    onContextMenu: (/** @type {Event} */ event) => event.preventDefault(),
  };
}

/**
 * What is drawn around one's own robot, which stands still in the middle.
 * @param {{ session: import('../../session.js').Session, robot: string, rotated: boolean, moments: Moments,
 *   view: import('../../fight/view.js').View, aims: boolean }} props
 */
function Around({ session, robot, rotated, moments, view, aims }) {
  const status = session.robots.statuses.get(robot)?.status;
  const heading = status?.pose?.heading ?? 0;
  const up = rotated ? heading : 0;
  const scored = moments.last(['scored', 'kill'], SCORED_MS);
  return (
    <div class="around" aria-hidden="true">
      {aims && <Aim degrees={heading + (status?.pan ?? 0) - up} runs={view.runs} />}
      {moments.all(['struck'], STRUCK_MS).map(({ id, news }) =>
        news.what === 'struck' && news.robot === robot && news.bearing !== null ? (
          <i key={id} class="from" style={{ rotate: `${(news.bearing - up).toFixed(1)}deg` }} />
        ) : null,
      )}
      {scored && <HitMark key={scored.id} big={scored.news.what === 'kill'} />}
    </div>
  );
}

/** Turned the short way round: a browser would turn from 179° to −179° the long one. @param {{ degrees: number, runs: boolean }} props */
function Aim({ degrees, runs }) {
  const shown = useRef(degrees);
  shown.current += ((((degrees - shown.current + 180) % 360) + 360) % 360) - 180;
  return <i class={`aim ${runs ? '' : 'rests'}`} style={{ rotate: `${shown.current.toFixed(1)}deg` }} />;
}

/** @param {{ big: boolean }} props */
const HitMark = ({ big }) => (
  <svg class={`hitmark ${big ? 'big' : ''}`} viewBox="-20 -20 40 40">
    <path d="M-17-17-8-8M17-17 8-8M-17 17-8 8M17 17 8 8" />
  </svg>
);
