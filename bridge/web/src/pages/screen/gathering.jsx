// The next match: who is in and ready, and how to join. Without any match, only how to join.

import { TeamMark } from '../../arena/mark.jsx';
import { Qr } from '../operator/qr.jsx';
import { isBot, namesOf, seatsOf } from '../../match/view.js';
import { joinAddress } from './choice.js';
import { looksOf } from '../../arena/teams.js';
import { missingText } from '../../match/say.js';
import { shared } from '../../match/words/shared.js';
import { stage } from '../../match/words/stage.js';

const MISSING = 3;

/** @typedef {import('../../match/types.js').Doc} Doc */

/** @param {{ match: import('../../match/match.js').Match | null, wish: import('./screen.jsx').Wish }} props */
export function Gathering({ match, wish }) {
  const { screen } = stage();
  const doc = match?.doc ?? null;
  const address = joinAddress(window.location.origin, wish.join, doc?.id ?? '');
  return (
    <section class="gathering">
      <header>
        {!doc && <img src="icon.svg" alt="" />}
        <p>{doc ? screen.next : screen.idleText}</p>
        <h2>{doc ? <bdi>{doc.name || doc.id}</bdi> : screen.idle}</h2>
      </header>
      {doc && <Teams doc={doc} />}
      <aside class="join">
        <h3>{screen.joinTitle}</h3>
        <Qr text={address} label={address} />
        <p>
          {screen.joinText} <b>{window.location.host}</b>
        </p>
        {doc && <p class="free">{freeText(doc)}</p>}
      </aside>
    </section>
  );
}

/** @param {Doc} doc */
function freeText(doc) {
  const free = seatsOf(doc).filter(({ player }) => !player || isBot(player)).length;
  return free > 0 ? stage().screen.seatsLeft(free) : stage().screen.full;
}

/** @param {{ doc: Doc }} props */
function Teams({ doc }) {
  const looks = looksOf(doc.teams);
  const name = namesOf(doc);
  const { screen } = stage();
  const missing = (doc.missing ?? []).filter(({ bypassed }) => !bypassed).slice(0, MISSING);
  return (
    <div class={`teams of-${doc.teams.length}`}>
      {doc.teams.map((team, at) => (
        <section key={at} class={`team team-${looks[at].slot}`}>
          <h3>
            <TeamMark look={looks[at]} />
            <bdi>{team.name}</bdi>
          </h3>
          <ul>
            {team.seats.map(({ player, ready }, seat) => (
              <li key={seat} class={player ? (ready ? 'ready' : '') : 'free'}>
                <bdi>{player ? name(player) : shared().freeSeat}</bdi>
                {player && <span>{ready ? screen.ready : screen.waiting}</span>}
              </li>
            ))}
          </ul>
        </section>
      ))}
      <ul class="missing">
        {missing.map((one) => (
          <li key={`${one.why} ${one.who}`}>{missingText(one, doc)}</li>
        ))}
      </ul>
    </div>
  );
}
