// A match that somebody wants to make: what the form holds, what is wrong with it, what is asked.

import { byteLength } from '../wire/json.js';

export const TEAMS_MOST = 4;
export const TEAMS_LEAST = 2;
export const SEATS_MOST = 10;
const UNITS_MOST = 64;
const NAME_BYTES = 64;
const TEAM_BYTES = 31;

/** @typedef {{ name: string, seats: number }} WishedTeam */
/**
 * @typedef {object} Wish
 * @property {Preset} preset it began as
 * @property {string} name
 * @property {WishedTeam[]} teams
 * @property {Record<string, number>} rules those that are said; the others are the standard
 */
/** @typedef {'duel' | 'team' | 'last' | 'swarm'} Preset */

// Ten hits for a robot, and time to leave the place where it was eliminated: people on phones are to see
// who shoots at them and get away.
const MILD = { damage: 10, shield_ms: 4000 };

/** @type {Readonly<Record<Preset, { seats: number[], rules: Record<string, number> }>>} */
export const PRESETS = Object.freeze({
  duel: { seats: [1, 1], rules: { ...MILD, duration_ms: 120_000, respawn_ms: 4000 } },
  team: { seats: [2, 2], rules: { ...MILD, duration_ms: 300_000 } },
  last: { seats: [1, 1, 1, 1], rules: { ...MILD, duration_ms: 300_000, lives: 3 } },
  swarm: { seats: [1, 1], rules: { ...MILD, duration_ms: 180_000, robots_per_seat: 3 } },
});

/** @param {Preset} preset @param {{ name: string, teams: readonly string[] }} names @returns {Wish} */
export function wishOf(preset, { name, teams }) {
  const { seats, rules } = PRESETS[preset];
  return { preset, name, teams: seats.map((count, at) => ({ name: teams[at], seats: count })), rules: { ...rules } };
}

/** How many robots it needs. @param {Wish} wish */
export const robotsOf = ({ teams, rules }) => seatsIn(teams) * (rules.robots_per_seat ?? 1);

/** @param {WishedTeam[]} teams */
export const seatsIn = (teams) => teams.reduce((sum, { seats }) => sum + seats, 0);

/** @param {string} text @param {number} most bytes */
const fits = (text, most) => text !== '' && byteLength(text) <= most;

/**
 * @param {Wish} wish
 * @returns {{ name: boolean, teams: boolean[], seats: boolean }} what is wrong
 */
export function faultsOf(wish) {
  const names = wish.teams.map(({ name }) => name.trim());
  return {
    name: !fits(wish.name.trim(), NAME_BYTES),
    teams: names.map((name, at) => !fits(name, TEAM_BYTES) || names.indexOf(name) !== at),
    seats: robotsOf(wish) > UNITS_MOST,
  };
}

/** @param {Wish} wish */
export function isGood(wish) {
  const { name, teams, seats } = faultsOf(wish);
  return !name && !seats && !teams.includes(true);
}

/** The members of match.create. @param {Wish} wish */
export const askOf = ({ name, teams, rules }) => ({
  name: name.trim(),
  teams: teams.map((team) => ({ name: team.name.trim(), seats: team.seats })),
  rules,
});

/** One team more, with the first of the names that is free. @param {Wish} wish @param {readonly string[]} names @returns {Wish} */
export function withTeam(wish, names) {
  const taken = wish.teams.map(({ name }) => name.trim());
  const name = names.find((one) => !taken.includes(one)) ?? '';
  return { ...wish, teams: [...wish.teams, { name, seats: wish.teams.at(-1)?.seats ?? 1 }] };
}

/** @param {Wish} wish @param {number} at @param {Partial<WishedTeam>} change @returns {Wish} */
export const changeTeam = (wish, at, change) => ({
  ...wish,
  teams: wish.teams.map((team, index) => (index === at ? { ...team, ...change } : team)),
});

/** @param {Wish} wish @param {number} at @returns {Wish} */
export const withoutTeam = (wish, at) => ({ ...wish, teams: wish.teams.filter((_, index) => index !== at) });
