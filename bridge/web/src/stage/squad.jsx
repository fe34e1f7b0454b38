// A team and how its robots are: who drives, health and heat as bars with a number, who is down and
// when they are back.

import './stage.css';
import { TeamMark } from '../arena/mark.jsx';
import { looksOf } from '../arena/teams.js';
import { fightersOf, isBot, namesOf, seatsOf } from '../match/view.js';
import { shared } from '../match/words/shared.js';
import { stage } from '../match/words/stage.js';

const LOW = 34; // %

/** @typedef {import('../match/match.js').Match} Match */
/** @typedef {import('../match/view.js').Fighter} Fighter */
/** @typedef {import('../match/view.js').Placed} Placed */

/**
 * @param {{ match: Match, team: number, follow?: string, onFollow?: (robot: string) => void }} props
 *   onFollow: robots can be chosen
 */
export function Squad({ match, team, follow = '', onFollow }) {
  const doc = match.doc;
  const look = looksOf(doc?.teams ?? [])[team];
  const name = namesOf(doc);
  const fighters = fightersOf(match);
  const whole = doc?.rules.hit_points || 100;
  return (
    <section class={`squad team-${look?.slot ?? -1}`} aria-label={look?.name}>
      <h3>
        <TeamMark look={look} />
        <bdi>{look?.name}</bdi>
      </h3>
      <ul>
        {seatsOf(doc).filter((seat) => seat.team === team).map((seat) => (
          <li key={seat.number} class={seat.player ? '' : 'free'}>
            <Who seat={seat} name={seat.player ? name(seat.player) : shared().freeSeat} />
            {fighters.filter((unit) => unit.seat === seat.number).map((unit) => (
              <Unit key={unit.number} {...{ unit, whole, follow, onFollow }} named={seat.units.length > 1 || Boolean(onFollow)} />
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** @param {{ seat: Placed, name: string }} props */
function Who({ seat, name }) {
  return (
    <span class="driver">
      <bdi>{name}</bdi>
      {isBot(seat.player) && <small>{shared().bot}</small>}
      {seat.away ? <small class="away">{stage().away(Math.ceil(seat.away / 1000))}</small> : null}
    </span>
  );
}

/** @param {{ unit: Fighter, whole: number, named: boolean, follow: string, onFollow?: (robot: string) => void }} props */
function Unit({ unit, whole, named, follow, onFollow }) {
  const { robot, state, hot } = unit;
  if (!robot) return <span class="unit none">{stage().noRobot}</span>;
  const health = Math.max(0, Math.min(100, Math.round((100 * unit.health) / whole)));
  const inside = (
    <>
      {named && <span class="which">{robot}</span>}
      <span class={`how ${state} ${hot ? 'hot' : ''}`}>{wordOf(unit, health)}</span>
      <Gauge class={`health ${state} ${health <= LOW ? 'low' : ''}`} percent={isThere(unit) ? health : 0} />
      <Gauge class={`heat ${hot ? 'hot' : ''}`} percent={isThere(unit) ? unit.heat : 0} />
    </>
  );
  const about = stage().health(health, hot ? stage().hot : shared().unitStates[state]);
  if (!onFollow) return <span class="unit" title={about}>{inside}</span>;
  return (
    <button class="unit ghost" title={about} aria-pressed={robot === follow} onClick={() => onFollow(robot === follow ? '' : robot)}>
      {inside}
    </button>
  );
}

/** @param {{ class: string, percent: number }} props for the eyes: the number stands beside it */
function Gauge({ class: kind, percent }) {
  return (
    <span class={`gauge ${kind}`} aria-hidden="true">
      <i style={{ width: `${Math.max(0, Math.min(100, percent))}%` }} />
    </span>
  );
}

/** @param {Fighter} unit */
const isThere = ({ state }) => state === 'up' || state === 'shielded';

/** @param {Fighter} unit @param {number} health % */
function wordOf({ state, back = 0, lives }, health) {
  if (state === 'out') return shared().unitStates.out;
  if (state === 'down') return stage().backIn(Math.ceil(back / 1000));
  return lives === undefined ? String(health) : stage().lives(health, lives);
}
