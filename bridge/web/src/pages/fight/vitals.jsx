// What one's robots have left: health and heat of the one in focus, felt rather than read, and a button
// for each of several.

import { useRef } from 'preact/hooks';
import { TeamMark } from '../../arena/mark.jsx';
import { fight } from '../../match/words/fight.js';
import { isDown } from '../../fight/view.js';
import { tapping } from '../drive/tap.js';

const LOW = 0.34;
const STRUCK_MS = 600;
const WARM = 70;
const LIVES_SHOWN = 5;

/** @typedef {import('../../fight/view.js').Place} Place */
/** @typedef {import('./weapons.js').Shown} Shown */
/** @typedef {import('./fight.jsx').Common & { weapon: Shown, moments: import('./moments.js').Moments, focus: (place: number) => void }} Props */

/** @param {Props} props */
export function Vitals({ session, view, place, weapon, moments, focus }) {
  if (view.team < 0) return null;
  const name = place?.robot ? session.robots.cards.get(place.robot)?.name || place.robot : '';
  return (
    <div class={`vitals team-${view.sides[view.team]?.look?.slot ?? 0}`}>
      {view.places.length > 1 && <Places {...{ session, view, focus }} />}
      {place && (
        <div class={`panel ${isDown(place.state) ? 'gone' : ''}`}>
          <p class="named">
            <TeamMark look={view.sides[view.team]?.look} />
            <bdi>{name}</bdi>
            <Extras place={place} />
          </p>
          <Health place={place} struck={moments.last(['struck'], STRUCK_MS)} />
          <HeatBar weapon={weapon} resume={view.rules.heat_resume ?? 0} />
        </div>
      )}
    </div>
  );
}

/** @param {{ place: Place }} props */
function Extras({ place }) {
  const f = fight();
  return (
    <span class="extras">
      {place.state === 'shielded' && <b class="shield">{f.shield}</b>}
      {place.limit < 100 && <span class="limit">{f.limit(place.limit)}</span>}
      {place.lives >= 0 && (
        <span class="lives" title={f.lives(place.lives)}>
          <span class="unseen">{f.lives(place.lives)}</span>
          {place.lives <= LIVES_SHOWN
            ? Array.from({ length: place.lives }, (_, i) => <i key={i} aria-hidden="true" />)
            : <span aria-hidden="true"><i /> {place.lives}</span>}
        </span>
      )}
    </span>
  );
}

/** What was lost stays to be seen for a moment. @param {{ place: Place, struck: import('./moments.js').Moment | null }} props */
function Health({ place, struck }) {
  const { health, points, state } = place;
  const hurt = struck?.news.what === 'struck' && struck.news.robot === place.robot;
  const looks = `${health <= LOW ? 'low' : ''} ${state === 'shielded' ? 'shielded' : ''} ${hurt ? 'hurt' : ''}`;
  return (
    <div key={`${place.robot} ${hurt ? struck?.id : ''}`} class={`gauge life ${looks}`} role="meter" aria-label={fight().health} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(health * 100)} aria-valuetext={fight().healthOf(points)}>
      <i class="ghost" style={{ scale: `${useGhost(place.robot, health).toFixed(3)} 1` }} />
      <i class="fill" style={{ scale: `${health.toFixed(3)} 1` }} />
      <b aria-hidden="true">{points}</b>
    </div>
  );
}

/** Follows what is lost a little later. @param {string} robot @param {number} health @returns {number} */
function useGhost(robot, health) {
  const ghost = useRef({ robot: '', value: health });
  const { current } = ghost;
  const falls = current.robot === robot && current.value > health;
  ghost.current = { robot, value: falls ? Math.max(health, current.value - 0.035) : health };
  return ghost.current.value;
}

/** @param {{ weapon: Shown, resume: number }} props */
function HeatBar({ weapon, resume }) {
  const { heat, hot, coolMs } = weapon;
  const f = fight();
  return (
    <div class={`gauge heat ${hot ? 'hot' : heat >= WARM ? 'warm' : ''}`} role="meter" aria-label={f.heat} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(heat)} aria-valuetext={f.heatOf(Math.round(heat))}>
      <i class="fill" style={{ scale: `${(heat / 100).toFixed(3)} 1` }} />
      {hot && <i class="mark" style={{ left: `${resume}%` }} />}
      {hot && <b aria-hidden="true">{f.hot((coolMs / 1000).toFixed(1))}</b>}
    </div>
  );
}

/** A button for each robot; the one in focus is pressed. @param {{ session: import('../../session.js').Session, view: import('../../fight/view.js').View, focus: (place: number) => void }} props */
function Places({ session, view, focus }) {
  const f = fight();
  return (
    <div class="places" role="group" aria-label={f.robots}>
      {view.places.map(({ index, robot, state, health, hot, backMs }) => (
        <button
          key={index}
          class={`place ${state} ${hot ? 'hot' : ''} ${health <= LOW ? 'low' : ''}`}
          aria-pressed={session.squad.focus === index}
          disabled={robot === ''}
          aria-label={robot ? `${f.place(index + 1, robot)}, ${f.states[state]}` : f.noPlace(index + 1)}
          title={robot}
          {...tapping(() => focus(index))}
        >
          <b>{index + 1}</b>
          <span class="mini" aria-hidden="true">
            <i style={{ scale: `${isDown(state) ? 0 : health.toFixed(3)} 1` }} />
          </span>
          {state === 'down' && <small aria-hidden="true">{Math.ceil(backMs / 1000)}</small>}
        </button>
      ))}
    </div>
  );
}
