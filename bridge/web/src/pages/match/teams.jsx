// The teams with their seats: who sits where, with which robots, and who is ready.

import { useState } from 'preact/hooks';
import { looksOf } from '../../arena/teams.js';
import { TeamMark } from '../../arena/mark.jsx';
import { change, join } from '../../match/deeds.js';
import { hasRoom, roleOf, teamHasRoom } from '../../match/role.js';
import { fightersOf, isBot, isGathering, namesOf, scoresOf, seatOf, seatsOf } from '../../match/view.js';
import { pages } from '../../match/words/pages.js';
import { shared } from '../../match/words/shared.js';
import { Icon } from '../../ui/icons.jsx';
import { useBeat } from '../../ui/hooks.js';
import { Battery } from '../../ui/meter.jsx';

/** @typedef {import('./match.jsx').Scene} Scene */
/** @typedef {import('../../match/view.js').Placed} Placed */
/** @typedef {import('../../match/view.js').Fighter} Fighter */

/** @param {Scene} scene */
export function Teams(scene) {
  useBeat(500);
  const { doc, match } = scene;
  const looks = looksOf(doc.teams);
  const scores = scoresOf(match);
  const seats = seatsOf(doc);
  const fighters = fightersOf(match);
  return (
    <div class={`versus of-${doc.teams.length}`}>
      {doc.teams.map((team, at) => (
        <section key={at} class={`panel teampanel team-${looks[at]?.slot}`} data-team={at}>
          <div class="teamname">
            <TeamMark look={looks[at]} />
            <h2>
              <bdi>{team.name}</bdi>
            </h2>
            {isGathering(doc.state) ? <Count seats={team.seats} /> : <b class="score number">{scores[at]}</b>}
          </div>
          <ul class="seats">
            {seats.filter((seat) => seat.team === at).map((seat) => (
              <Seat key={seat.number} {...scene} seat={seat} units={fighters.filter((unit) => unit.seat === seat.number)} />
            ))}
          </ul>
          <Take {...scene} team={at} />
        </section>
      ))}
    </div>
  );
}

/** @param {{ seats: import('../../match/types.js').Seat[] }} props */
function Count({ seats }) {
  const taken = seats.filter(({ player }) => player).length;
  return <span class="count number" aria-label={pages().seats(taken, seats.length)} role="img">{taken}/{seats.length}</span>;
}

/** @param {Scene & { team: number }} props */
function Take({ session, doc, me, team }) {
  const { lobby } = pages();
  const [busy, work] = useState(false);
  const role = roleOf(doc, me, session.me?.seat ?? '');
  const own = seatOf(doc, me);
  if (!hasRoom(doc) || !['free', 'seated'].includes(role) || own?.team === team) return null;
  const { name } = doc.teams[team];
  const take = async () => {
    work(true);
    await (own ? change(session, doc.id, team) : join(session, doc.id, { team }));
    work(false);
  };
  const room = teamHasRoom(doc.teams[team]);
  return (
    <button class="quiet take" disabled={busy || !room} onClick={take}>
      {!room && lobby.full}
      {room && (own ? lobby.change(name) : lobby.take(name))}
    </button>
  );
}

/** @param {Scene & { seat: Placed, units: Fighter[] }} props */
function Seat(props) {
  const { doc, me, seat } = props;
  const { lobby } = pages();
  const { bot, you } = shared();
  if (!seat.player) return <Free doc={doc} />;
  const name = namesOf(doc)(seat.player);
  return (
    <li class={`seat ${seat.player === me ? 'mine' : ''} ${seat.away ? 'away' : ''}`} data-player={seat.player}>
      <span class="initial" aria-hidden="true">{isBot(seat.player) ? <Icon name="robots" /> : [...name][0]?.toUpperCase()}</span>
      <span class="sitter">
        <span class="person">
          <bdi>{name}</bdi>
          {seat.player === me && <small>{you}</small>}
          {isBot(seat.player) && <small>{bot}</small>}
          {seat.player === doc.host && <small>{lobby.host}</small>}
        </span>
        <Units {...props} />
      </span>
      <Mood doc={doc} seat={seat} />
    </li>
  );
}

/** @param {{ doc: import('../../match/types.js').Doc }} props */
function Free({ doc }) {
  const { lobby } = pages();
  return (
    <li class="seat free">
      <span class="initial" aria-hidden="true">
        <Icon name="plus" />
      </span>
      <span class="sitter">
        <span class="person">{lobby.free}</span>
        {doc.rules.bots > 0 && isGathering(doc.state) && <span class="units">{lobby.forBot}</span>}
      </span>
    </li>
  );
}

/** Ready or not; gone, with the seconds that are left. @param {{ doc: import('../../match/types.js').Doc, seat: Placed }} props */
function Mood({ doc, seat }) {
  const { lobby } = pages();
  if (seat.away !== undefined) return <span class="mood bad">{lobby.away(Math.ceil(seat.away / 1000))}</span>;
  if (!isGathering(doc.state)) return null;
  if (!seat.ready) return <span class="mood">{lobby.notReady}</span>;
  return (
    <span class="mood good">
      <Icon name="check" />
      {lobby.ready}
    </span>
  );
}

/** @param {Scene & { units: Fighter[] }} props */
function Units({ session, doc, units }) {
  const { lobby } = pages();
  const gathering = isGathering(doc.state);
  return (
    <span class="units">
      {units.map((unit) => (
        <span key={unit.number} class={`machine ${unit.robot ? '' : 'nobody'}`}>
          <bdi>{unit.robot ? session.robots.entries.get(unit.robot)?.name || unit.robot : lobby.noRobot}</bdi>
          {unit.robot && (gathering ? <Charge session={session} robot={unit.robot} /> : <Health unit={unit} most={doc.rules.hit_points} />)}
        </span>
      ))}
    </span>
  );
}

/** @param {{ session: import('../../session.js').Session, robot: string }} props */
function Charge({ session, robot }) {
  const battery = session.robots.statuses.get(robot)?.status.battery;
  return typeof battery === 'number' ? <Battery percent={battery} /> : null;
}

/** @param {{ unit: Fighter, most: number }} props */
function Health({ unit, most }) {
  const { unitStates } = shared();
  const share = Math.max(0, Math.min(1, unit.health / Math.max(1, most)));
  return (
    <span class={`health ${unit.state}`} role="img" aria-label={`${unitStates[unit.state]}, ${unit.health}`}>
      <i style={{ width: `${share * 100}%` }} />
    </span>
  );
}
