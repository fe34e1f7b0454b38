// Who won, by how much, and who did most for it.

import { TeamMark } from '../../arena/mark.jsx';
import { DRAW, namesOf, winnerOf } from '../../match/view.js';
import { looksOf } from '../../arena/teams.js';
import { shared } from '../../match/words/shared.js';
import { stage } from '../../match/words/stage.js';
import { w } from '../../words/index.js';

const BEST = 8;

/** @typedef {import('../../match/types.js').Doc} Doc */

/** @param {{ match: import('../../match/match.js').Match }} props */
export function Result({ match }) {
  const doc = /** @type {Doc} */ (match.doc);
  const winner = winnerOf(doc);
  const looks = looksOf(doc.teams);
  const look = winner === null || winner === DRAW ? undefined : looks[winner];
  return (
    <section class={`result team-${look?.slot ?? -1}`}>
      <header>
        <p>
          <bdi>{doc.name || doc.id}</bdi>
        </p>
        <h2>
          {look && <TeamMark look={look} />}
          {headline(doc, winner)}
        </h2>
      </header>
      <ol class="scores">
        {doc.teams.map((team, at) => (
          <li key={at} class={`team-${looks[at].slot} ${at === winner ? 'won' : ''}`}>
            <span>
              <TeamMark look={looks[at]} />
              <bdi>{team.name}</bdi>
            </span>
            <b>{team.score}</b>
          </li>
        ))}
      </ol>
      {(doc.players ?? []).length > 0 && <Best doc={doc} looks={looks} />}
    </section>
  );
}

/** @param {Doc} doc @param {number | null} winner */
function headline(doc, winner) {
  if (winner === null) return stage().screen.aborted;
  return winner === DRAW ? shared().draw : shared().wins(doc.teams[winner]?.name ?? '');
}

/** @param {{ doc: Doc, looks: import('../../arena/teams.js').Look[] }} props */
function Best({ doc, looks }) {
  const { screen } = stage();
  const name = namesOf(doc);
  const whole = new Intl.NumberFormat(w.locale, { maximumFractionDigits: 0 });
  const percent = new Intl.NumberFormat(w.locale, { style: 'percent' });
  const best = [...(doc.players ?? [])].sort((a, b) => b.points - a.points || b.hits - a.hits).slice(0, BEST);
  return (
    <table>
      <caption>{screen.best}</caption>
      <thead>
        <tr>
          <th scope="col">{screen.player}</th>
          {[screen.points, screen.eliminations, screen.deaths, screen.hitRate, screen.distance].map((word) => (
            <th key={word} scope="col" class="number">
              {word}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {best.map((player) => (
          <tr key={player.player} class={`team-${looks[player.team]?.slot ?? -1}`}>
            <th scope="row">
              <TeamMark look={looks[player.team]} />
              <bdi>{name(player.player)}</bdi>
            </th>
            {[player.points, player.eliminations, player.deaths].map((value, at) => (
              <td key={at} class="number">
                {whole.format(value)}
              </td>
            ))}
            <td class="number">{player.shots > 0 ? percent.format(Math.min(1, player.hits / player.shots)) : w.common.nothing}</td>
            <td class="number">{screen.metres(whole.format(player.distance_mm / 1000))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
