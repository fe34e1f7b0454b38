// Who leads and how long it still goes: the teams' scores on both sides of the clock.

import { TeamMark } from '../../arena/mark.jsx';
import { clockText } from '../../match/view.js';
import { fight } from '../../match/words/fight.js';

const LAST_MS = 10_000;

/** @typedef {import('../../fight/view.js').Side} Side */

/** @param {import('./fight.jsx').Common} props */
export function Board({ view }) {
  const f = fight();
  const half = Math.ceil(view.sides.length / 2);
  const sides = [...view.sides].sort((a, b) => Number(b.own) - Number(a.own)); // one's own first
  const last = view.runs && view.clockMs < LAST_MS;
  const stands = !view.runs && view.state !== 'countdown';
  return (
    <header class="board" aria-label={f.scores}>
      <div class="sides">{sides.slice(0, half).map((side) => <Score key={side.name} side={side} />)}</div>
      <p class={`clock ${last ? 'last' : ''} ${stands ? 'stands' : ''}`} role="timer" aria-label={f.clock}>
        {clockText(view.state === 'countdown' ? (view.rules.duration_ms ?? 0) : view.clockMs)}
      </p>
      <div class="sides">{sides.slice(half).map((side) => <Score key={side.name} side={side} />)}</div>
    </header>
  );
}

/** @param {{ side: Side }} props */
function Score({ side }) {
  const { name, look, score, own, up, all } = side;
  return (
    <div class={`score team-${look?.slot ?? 0} ${own ? 'own' : ''}`} title={own ? `${name} (${fight().own})` : name}>
      <TeamMark look={look} />
      <span class="name">
        <bdi>{name}</bdi>
        {own && <span class="unseen"> {fight().own}</span>}
        <span class="alive" aria-hidden="true">
          {Array.from({ length: all }, (_, i) => <i key={i} class={i < up ? 'up' : ''} />)}
        </span>
      </span>
      <b key={score}>{score}</b>
    </div>
  );
}
