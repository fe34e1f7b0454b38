// What everybody did, the best first; on a phone a card each, on a desk rows to compare.

import { looksOf } from '../../arena/teams.js';
import { TeamMark } from '../../arena/mark.jsx';
import { aimOf, badgesOf, ranked } from '../../match/stats.js';
import { clockText, isBot, namesOf } from '../../match/view.js';
import { pages } from '../../match/words/pages.js';
import { shared } from '../../match/words/shared.js';
import { Icon } from '../../ui/icons.jsx';
import { w } from '../../words/index.js';

/** @typedef {import('../../match/types.js').Doc} Doc */
/** @typedef {import('../../match/types.js').Player} Player */
/** @typedef {import('../../match/stats.js').Badge} Badge */

/** @type {Record<Badge, string>} */
const PICTURES = { points: 'crown', aim: 'hit', eliminations: 'bolt', survivor: 'shield', distance: 'road', shots: 'signal' };

/** The columns behind the name. @returns {[key: string, label: string, value: (player: Player) => string][]} */
function columns() {
  const { result } = pages();
  return [
    ['points', result.points, ({ points }) => String(points)],
    ['hits', result.hits, ({ hits, shots }) => result.ofShots(hits, shots)],
    ['aim', result.aim, (player) => (player.shots ? `${Math.round(aimOf(player) * 100)}\u00a0%` : w.common.nothing)],
    ['eliminations', result.eliminations, ({ eliminations }) => String(eliminations)],
    ['deaths', result.deaths, ({ deaths }) => String(deaths)],
    ['distance', result.distance, ({ distance_mm }) => distanceText(distance_mm)],
    ['driven', result.driven, ({ driven_ms }) => clockText(driven_ms)],
    ['delay', result.delay, delayText],
    ['refused', result.refused, ({ refused }) => String(refusedOf(refused))],
    ['stops', result.stops, ({ stops }) => String(stops ?? 0)],
  ];
}

/** What a robot refused because it stood by rule (out, paused) is no fault of anybody. @param {Record<string, number>} [refused] */
const refusedOf = (refused = {}) => Object.entries(refused).reduce((sum, [why, count]) => sum + (why === 'halted' ? 0 : count), 0);

/** @param {number} mm */
const distanceText = (mm) => `${(mm / 1000).toLocaleString(w.locale, { maximumFractionDigits: mm < 100_000 ? 1 : 0 })}\u00a0m`;

/** @param {Player} player */
const delayText = ({ delay_p50_ms: half, delay_p99_ms: most }) => (half ? `${half}\u00a0/\u00a0${most ?? 0}\u00a0ms` : w.common.nothing);

/** @param {{ doc: Doc, me: string }} props */
export function Players({ doc, me }) {
  const { result } = pages();
  const players = doc.players ?? [];
  if (players.length === 0)
    return (
      <section class="panel">
        <h2>{result.players}</h2>
        <p class="hint">{result.noStats}</p>
      </section>
    );
  const badges = badgesOf(players);
  const shown = columns();
  return (
    <section class="panel players">
      <h2 id="players">{result.players}</h2>
      <table class="table" aria-labelledby="players">
        <thead>
          <tr>
            <th scope="col">{result.player}</th>
            {shown.map(([key, label]) => (
              <th key={key} scope="col" title={key === 'delay' ? result.delayHint : undefined}>{label}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ranked(players).map((player) => (
            <Row key={player.player} {...{ doc, me, player, shown }} badges={badges.get(player.player) ?? []} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** @param {{ doc: Doc, me: string, player: Player, badges: Badge[], shown: ReturnType<typeof columns> }} props */
function Row({ doc, me, player, badges, shown }) {
  const { you, bot } = shared();
  const { badges: names } = pages().result;
  const look = looksOf(doc.teams)[player.team ?? -1];
  return (
    <tr class={player.player === me ? 'mine' : ''} data-player={player.player}>
      <th scope="row">
        <span class="person">
          <TeamMark look={look} label={look?.name} />
          <bdi>{namesOf(doc)(player.player)}</bdi>
          {player.player === me && <small>{you}</small>}
          {isBot(player.player) && <small>{bot}</small>}
        </span>
        {badges.length > 0 && (
          <span class="honours">
            {badges.map((badge) => (
              <span key={badge} class="honour">
                <Icon name={PICTURES[badge]} />
                {names[badge]}
              </span>
            ))}
          </span>
        )}
      </th>
      {shown.map(([key, label, value]) => (
        <td key={key} class={`number ${key}`} data-label={label}>{value(player)}</td>
      ))}
    </tr>
  );
}
