// A team under the referee: its seats with who sits there, its robots with all that can be done.

import { useState } from 'preact/hooks';
import { TeamMark } from '../../arena/mark.jsx';
import { Choose } from './choose.jsx';
import { Penalty } from './penalty.jsx';
import { Seat } from './seat.jsx';
import { candidates, freeRobots, reachOf, robotsOf, stopsOf } from '../../referee/floor.js';
import { confirmed } from '../../ui/confirm.jsx';
import { fightersOf, holdsRobots, isBot, isOver, namesOf, seatsOf } from '../../match/view.js';
import { looksOf } from '../../arena/teams.js';
import { shared } from '../../match/words/shared.js';
import { stage } from '../../match/words/stage.js';

/** @typedef {import('./console.jsx').Hand} Hand */
/** @typedef {import('../../match/view.js').Placed} Placed */
/** @typedef {import('../../match/view.js').Fighter} Fighter */

/** @param {Hand & { team: number }} props */
export function Team({ team, ...hand }) {
  const { doc, deeds, match } = hand;
  const { referee } = stage();
  const look = looksOf(doc.teams)[team];
  const robots = robotsOf(doc, team);
  return (
    <section class={`panel refteam team-${look.slot}`} aria-label={look.name}>
      <header>
        <h2>
          <TeamMark look={look} />
          <bdi>{look.name}</bdi>
        </h2>
        {robots.length > 0 && !isOver(doc.state) && (
          <button class="halt small" onClick={() => deeds.stopMany(robots, team)}>
            {referee.stopTeam(look.name)}
          </button>
        )}
      </header>
      {seatsOf(doc).filter((seat) => seat.team === team).map((seat) => (
        <Place key={seat.number} {...hand} seat={seat} units={fightersOf(match).filter((unit) => unit.seat === seat.number)} />
      ))}
    </section>
  );
}

/** @param {Hand & { seat: Placed, units: Fighter[] }} props */
function Place({ seat, units, ...hand }) {
  const { doc, deeds, session, match } = hand;
  const { referee } = stage();
  const [asks, ask] = useState(false);
  const name = seat.player ? namesOf(doc)(seat.player) : shared().freeSeat;
  const drivers = [...session.robots.entries.values()].map(({ driver }) => driver);
  return (
    <div class="place">
      <div class="row">
        <span class="whose">
          <bdi class={seat.player ? '' : 'nobody'}>{name}</bdi>
          <small>{seatText(seat, doc.state)}</small>
        </span>
        {!isOver(doc.state) &&
          (seat.player ? (
            <button class="ghost small" onClick={() => unseat(hand, seat.player ?? '', name)}>
              {referee.unseat}
            </button>
          ) : (
            <button class="quiet small" onClick={() => ask(true)}>
              {referee.seat}
            </button>
          ))}
      </div>
      {units.map((unit) => <Unit key={unit.number} {...hand} unit={unit} />)}
      {asks && (
        <Seat
          doc={doc} people={candidates(doc, match.log.entries, drivers)} onClose={() => ask(false)}
          onChoose={(principal) => deeds.seat(principal, seat.team)}
        />
      )}
    </div>
  );
}

/** @param {Placed} seat @param {string} state */
function seatText(seat, state) {
  const { screen } = stage();
  if (!seat.player) return '';
  if (seat.away) return stage().away(Math.ceil(seat.away / 1000));
  const kind = isBot(seat.player) ? shared().bot : '';
  return holdsRobots(state) || isOver(state) ? kind : [kind, seat.ready ? screen.ready : screen.waiting].filter(Boolean).join(' · ');
}

/** @param {Hand} hand @param {string} principal @param {string} name */
async function unseat({ deeds }, principal, name) {
  const { confirm } = stage().referee;
  if (await confirmed({ title: confirm.unseat(name), text: confirm.unseatText, yes: confirm.unseatYes, danger: true })) await deeds.unseat(principal);
}

/** @param {Hand & { unit: Fighter }} props */
function Unit({ unit, ...hand }) {
  const [asks, ask] = useState(/** @type {'' | Question} */ (''));
  const { robot } = unit;
  const over = isOver(hand.doc.state);
  const held = holdsRobots(hand.doc.state) && robot;
  const { referee } = stage();
  return (
    <div class="unitrow">
      <RobotFacts {...hand} unit={unit} />
      {!over && robot && <Stopping {...hand} robot={robot} />}
      {!over && (
        <div class="buttons">
          {(held ? HELD : FREE).map((what) => (
            <button key={what} class="quiet small" aria-label={robot ? `${referee[what]} ${robot}` : undefined} onClick={() => ask(what)}>
              {referee[what]}
            </button>
          ))}
        </div>
      )}
      {asks && <Asked {...hand} unit={unit} what={asks} onClose={() => ask('')} />}
    </div>
  );
}

/** @typedef {'assign' | 'swap' | 'penalty'} Question */

/** @type {Question[]} */
const HELD = ['swap', 'penalty'];
/** @type {Question[]} */
const FREE = ['assign'];

/** @param {Hand & { unit: Fighter, what: Question, onClose: () => void }} props */
function Asked({ unit, what, onClose, deeds, session }) {
  const { referee } = stage();
  const robot = unit.robot ?? '';
  if (what === 'penalty') return <Penalty robot={robot} onClose={onClose} onChoose={(value, ms) => deeds.penalise(robot, value, ms)} />;
  const free = freeRobots(session.robots, session.matches.list().flatMap((match) => match.doc ?? []));
  if (what === 'swap')
    return <Choose title={referee.swapTitle(robot)} options={free} onClose={onClose} none={referee.spare} onChoose={(other) => deeds.swap(robot, other)} />;
  return (
    <Choose
      title={referee.assignTitle} options={free} onClose={onClose} none={robot ? referee.takeAway : ''}
      onChoose={(other) => deeds.assign(unit.number, other)}
    />
  );
}

/** @param {Hand & { unit: Fighter }} props */
function RobotFacts({ unit, session, doc }) {
  const { referee } = stage();
  if (!unit.robot) return <span class="facts nobody">{stage().noRobot}</span>;
  const reach = reachOf(session.robots, unit.robot);
  const whole = doc.rules.hit_points || 100;
  return (
    <span class="facts">
      <b>{unit.robot}</b>
      {reach !== 'online' && <span class="badge bad">{referee.robot[reach]}</span>}
      <span class="number">{unit.state === 'down' ? stage().backIn(Math.ceil((unit.back ?? 0) / 1000)) : `${Math.round((100 * unit.health) / whole)} %`}</span>
      {unit.state !== 'up' && unit.state !== 'down' && <span class="chip">{shared().unitStates[unit.state]}</span>}
      {unit.hot && <span class="chip">{stage().hot}</span>}
      {unit.limit < 100 && <span class="chip">{referee.limit(unit.limit)}</span>}
    </span>
  );
}

/** @param {Hand & { robot: string }} props */
function Stopping({ robot, session, deeds }) {
  const { referee } = stage();
  const stops = stopsOf(session.robots, robot);
  if (stops.length > 0)
    return (
      <span class="stopped">
        <span class="badge stopped">{referee.isStopped}</span>
        <button class="quiet small" aria-label={`${referee.clear} ${robot}`} onClick={() => deeds.clear(robot, stops)}>
          {referee.clear}
        </button>
      </span>
    );
  const text = session.stops.isOpen(robot) ? referee.stopping : referee.stop;
  return (
    <button class="halt small" aria-label={`${text} ${robot}`} onClick={() => deeds.stop(robot)}>
      {text}
    </button>
  );
}
