// What can be read off a match, as plain values. A match is anything with a `doc` and a `live` message
// (match.js, or one that is replayed).

/** @typedef {import('./types.js').Doc} Doc */
/** @typedef {import('./types.js').Live} Live */
/** @typedef {import('./types.js').State} State */
/** @typedef {{ doc: Doc | null, live: Live | null, docAt: number, liveAt: number }} Known */

/** A seat with where it is. @typedef {import('./types.js').Seat & { team: number, at: number, number: number }} Placed
 *   `at`: in its team; `number`: in the match, as in its log */
/**
 * A unit with where it is and who drives it: the document's, with what the live message has newer.
 * @typedef {import('./types.js').Unit & { team: number, seat: number, number: number, player: string | null,
 *   pose?: { x: number, y: number, heading: number }, shots?: number }} Fighter
 *   `seat`, `number`: of the whole match
 */

const RANDOM_TAIL = /-[a-z0-9]{8}$/;
const RUNS_ON_MS = 1500; // so long a clock goes on without being told

export const DRAW = -1;

/** @param {string} state */
export const isOver = (state) => state === 'finished' || state === 'aborted';
/** @param {string} state the match's leases are given: who is seated drives, or is about to */
export const holdsRobots = (state) => ['countdown', 'running', 'paused'].includes(state);
/** @param {string} state nothing has begun: seats are chosen and given up freely */
export const isGathering = (state) => state === 'lobby' || state === 'ready';

/** @param {Doc | null} doc @returns {Placed[]} team by team, as the log numbers them */
export function seatsOf(doc) {
  let number = 0;
  return (doc?.teams ?? []).flatMap(({ seats }, team) => seats.map((seat, at) => ({ ...seat, team, at, number: number++ })));
}

/** @param {Doc | null} doc @param {string} principal @returns {Placed | null} */
export const seatOf = (doc, principal) => seatsOf(doc).find(({ player }) => player === principal) ?? null;

/** @param {Known} match whether the live message is at least as new as the document */
const isLiveNewer = ({ doc, live }) => live !== null && live.seq >= (doc?.seq ?? 0);

/** @param {Known} match @returns {Fighter[]} in the log's order, those without a robot too */
export function fightersOf(match) {
  const lives = new Map(match.live?.units.map((unit) => [unit.robot, unit]));
  const newer = isLiveNewer(match);
  let number = 0;
  return seatsOf(match.doc).flatMap((seat) =>
    seat.units.map((unit) => {
      const live = unit.robot ? lives.get(unit.robot) : undefined;
      const now = live && (newer ? { hot: false, back: 0, ...live } : { pose: live.pose, shots: live.shots });
      return { ...unit, ...now, team: seat.team, seat: seat.number, number: number++, player: seat.player };
    }),
  );
}

/** @param {Known} match @param {string} principal @returns {Fighter[]} */
export const fightersOfPlayer = (match, principal) => fightersOf(match).filter(({ player }) => player === principal);

/** @param {Doc | null} doc @param {string} robot @returns {number} -1 when it is of none */
export const teamOfRobot = (doc, robot) =>
  seatsOf(doc).find(({ units }) => units.some((unit) => unit.robot === robot))?.team ?? -1;

/** @param {Doc | null} doc @param {string} principal @returns {number} -1 when one has no seat, and had none */
export const teamOfPlayer = (doc, principal) =>
  seatOf(doc, principal)?.team ?? doc?.players?.find(({ player }) => player === principal)?.team ?? -1;

/** @param {Known} match @returns {State | ''} */
export const stateOf = (match) => (isLiveNewer(match) ? match.live?.state : match.doc?.state) ?? '';

/** @param {Known} match @returns {number[]} a team */
export function scoresOf(match) {
  const scores = match.doc?.teams.map(({ score }) => score) ?? [];
  return match.live && isLiveNewer(match) ? scores.map((score, team) => match.live?.scores[team] ?? score) : scores;
}

/** @param {number[]} scores @returns {number} the team that leads; DRAW when several do */
export function leaderOf(scores) {
  const most = Math.max(...scores);
  const first = scores.indexOf(most);
  return scores.indexOf(most, first + 1) < 0 ? first : DRAW;
}

/** @param {Doc | null} doc @returns {number | null} a team or DRAW; null: undecided, or nobody will ever */
export const winnerOf = (doc) => (doc?.state === 'finished' ? (doc.winner ?? null) : null);

/**
 * What is left of the match, of the countdown, or in the end was: between two messages it goes on by
 * itself, but not for long, as it stands when the arena is not heard.
 * @param {Known} match @param {number} now ms of performance.now() @returns {number} ms
 */
export function clockOf(match, now) {
  const { doc, live } = match;
  const newer = isLiveNewer(match) || (live !== null && match.liveAt >= match.docAt);
  const [said, at] = newer && live ? [live.clock, match.liveAt] : [doc?.clock ?? 0, match.docAt];
  const goes = ['countdown', 'running'].includes(stateOf(match)) && !doc?.held;
  return Math.max(0, said - (goes ? Math.min(Math.max(0, now - at), RUNS_ON_MS) : 0));
}

/** @param {number} ms @returns {string} 3:00; a second that has begun counts */
export function clockText(ms) {
  const s = Math.ceil(Math.max(0, ms) / 1000);
  return `${Math.floor(s / 60)}:${String(s % 60).padStart(2, '0')}`;
}

/** @param {string} principal */
export const kindOf = (principal) => principal.split('/')[0];
/** @param {string | null | undefined} principal */
export const isBot = (principal) => kindOf(principal ?? '') === 'bot';
/** Referees and operators do in a match what nobody else may. @param {string} principal */
export const mayLead = (principal) => ['referee', 'operator'].includes(kindOf(principal));
/** @param {string} principal */
export const mayPlay = (principal) => ['player', 'bot', 'referee', 'operator'].includes(kindOf(principal));

/** @param {string} principal @returns {string} player/ann-x7k2p9q1 is ann */
export function shortName(principal) {
  const id = principal.slice(principal.indexOf('/') + 1);
  return id.replace(RANDOM_TAIL, '') || id;
}

/**
 * Names for people of a match: short, unless two of them would be the same.
 * @param {Doc | null} doc @returns {(principal: string) => string}
 */
export function namesOf(doc) {
  const here = [...seatsOf(doc).map(({ player }) => player), ...(doc?.queue ?? []), doc?.host, ...(doc?.players ?? []).map(({ player }) => player)];
  /** @type {Map<string, Set<string>>} */
  const bearers = new Map();
  for (const principal of here) {
    if (!principal) continue;
    const name = shortName(principal);
    bearers.set(name, (bearers.get(name) ?? new Set()).add(principal));
  }
  return (principal) => {
    const name = shortName(principal);
    return (bearers.get(name)?.size ?? 0) > 1 ? principal.slice(principal.indexOf('/') + 1) : name;
  };
}
