// Scores and clock, as large as there is room: two teams stand left and right of the clock, three and
// four beside each other below it.

import './stage.css';
import { TeamMark } from '../arena/mark.jsx';
import { looksOf } from '../arena/teams.js';
import { clockText, isOver, leaderOf, scoresOf, stateOf } from '../match/view.js';
import { shared } from '../match/words/shared.js';
import { stage } from '../match/words/stage.js';

const LAST_MS = 10_000;

/** @typedef {import('../match/match.js').Match} Match */

/** @param {{ match: Match, clock: number }} props clock: ms that are left */
export function Scoreboard({ match, clock }) {
  const teams = match.doc?.teams ?? [];
  const scores = scoresOf(match);
  const lead = leaderOf(scores);
  const looks = looksOf(teams);
  const sides = teams.map((team, at) => (
    <Side key={at} name={team.name} look={looks[at]} score={scores[at]} leads={at === lead && teams.length > 1} />
  ));
  return (
    <div class={`scoreboard of-${teams.length}`}>
      {sides}
      <Clock match={match} clock={clock} />
    </div>
  );
}

/** @param {{ name: string, look: import('../arena/teams.js').Look, score: number, leads: boolean }} props */
function Side({ name, look, score, leads }) {
  return (
    <div class={`side team-${look.slot} ${leads ? 'leads' : ''}`}>
      <span class="name">
        <TeamMark look={look} />
        <bdi>{name}</bdi>
      </span>
      <b class="score">{score}</b>
    </div>
  );
}

/** @param {{ match: Match, clock: number }} props */
function Clock({ match, clock }) {
  const state = stateOf(match);
  const held = Boolean(match.doc?.held) && !isOver(state);
  const runs = state === 'running' && !held;
  const stands = held || state === 'paused';
  const last = runs && clock <= LAST_MS;
  const word = runs ? leadText(match) : stateText(state, held);
  return (
    <div class={`time ${stands ? 'stands' : ''} ${last ? 'last' : ''}`}>
      <b>{clockText(clock)}</b>
      {word && <span class="state">{word}</span>}
    </div>
  );
}

/** @param {ReturnType<typeof stateOf>} state @param {boolean} held */
function stateText(state, held) {
  if (held) return shared().held;
  return state ? shared().states[state] : '';
}

/** @param {Match} match */
function leadText(match) {
  const teams = match.doc?.teams ?? [];
  if (teams.length < 2) return '';
  const lead = leaderOf(scoresOf(match));
  return lead < 0 ? stage().screen.even : stage().screen.leads(teams[lead].name);
}
