// A match that never was, for tests of what shows one: the same for the same seed. Robots roam, shoot
// whom they look at, fall and come back; it gives what the arena would say of it, in order, as the
// record does.

import { readFileSync } from 'node:fs';
import { parseMap } from '../src/arena/map.js';

const STEP_MS = 100;
const COUNTDOWN_MS = 3000;
const SPEED = 1.5;
const RANGE = 6;
const RULES = {
  duration_ms: 60000, countdown_ms: COUNTDOWN_MS, score_limit: 0, hit_points: 100, damage: 20, hit_score: 1,
  elimination_score: 3, respawn_ms: 5000, lives: 0, shield_ms: 2000, friendly_fire: 0, heat_shot: 12, heat_cool: 10,
  heat_resume: 40, window_ms: 500, slow: 50, robots_per_seat: 1, bots: 2, auto_start: 1, grace_ms: 15000, status_ms: 100,
};
export const YARD = readFileSync(new URL('../../../robot/sim/maps/yard.map', import.meta.url), 'utf8');

/** @param {number} seed @returns {() => number} 0 to 1 */
function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * @param {{ seed?: number, teams?: string[], seats?: number, ms?: number, id?: string, name?: string, people?: string[] }} [wish]
 *   seats: of a team; ms: of the match; people: the rest are bots
 */
export function staged({ seed = 7, teams = ['Red', 'Blue'], seats = 2, ms = 60000, id = 'm-staged', name = 'Friday duel', people = ['ann', 'bob'] } = {}) {
  const random = randomOf(seed);
  const map = /** @type {import('../src/arena/map.js').ArenaMap} */ (parseMap(YARD));
  const units = unitsOf(teams, seats, map, people);
  const play = {
    random, map, units, at: 0, seq: 0, entries: /** @type {any[]} */ ([]), scores: teams.map(() => 0),
    clock: ms, state: 'lobby', rules: { ...RULES, duration_ms: ms }, fires: 0, id, name, teams,
  };
  /** @type {{ what: string, at: number, said: any }[]} */
  const lines = [];
  const say = () => lines.push({ what: 'match', at: play.at, said: documentOf(play) });
  const note = (/** @type {any} */ entry) => {
    play.seq += 1;
    play.entries.push({ seq: play.seq, at: play.at, ts: 1.7e12 + play.at, ...entry });
    lines.push({ what: 'event', at: play.at, said: play.entries.at(-1) });
  };
  note({ kind: 'created', who: units[0].player });
  for (const { player, team, number } of units) note({ kind: 'joined', who: player, team, seat: number });
  say();
  play.at = 4000;
  play.state = 'countdown';
  note({ kind: 'countdown' });
  say();
  play.at += COUNTDOWN_MS;
  play.state = 'running';
  note({ kind: 'started' });
  say();
  for (const end = play.at + ms; play.at < end; ) {
    const before = play.seq;
    step(play, note);
    lines.push({ what: 'live', at: play.at, said: liveOf(play) });
    if (play.seq !== before) say();
  }
  play.state = 'finished';
  const most = Math.max(...play.scores);
  const winner = play.scores.filter((score) => score === most).length > 1 ? -1 : play.scores.indexOf(most);
  note({ kind: 'finished', ...(winner >= 0 && { team: winner }) });
  lines.push({ what: 'match', at: play.at, said: { ...documentOf(play), winner, players: units.map(statisticsOf) } });
  return { lines, entries: play.entries, doc: lines[lines.length - 1].said, map: YARD };
}

/** @param {string[]} teams @param {number} seats @param {import('../src/arena/map.js').ArenaMap} map @param {string[]} people */
function unitsOf(teams, seats, map, people) {
  return teams.flatMap((_, team) => {
    const starts = map.starts.filter((start) => start.team === team % 2);
    return Array.from({ length: seats }, (__, seat) => {
      const number = team * seats + seat;
      const { x, y } = starts[Math.floor((seat * starts.length) / seats) % starts.length];
      const person = people[seat * teams.length + team];
      return {
        robot: `scout${number + 1}`, team, number, x, y, start: { x, y }, heading: team === 0 ? 90 : 270, goal: team === 0 ? 90 : 270,
        player: person ? `player/${person}-x7k2p9q${number % 10}` : `bot/medium-${number + 1}`, state: 'up', health: 100, heat: 0, hot: false, back: 0,
        shots: 0, fired: 0, hits: 0, eliminations: 0, deaths: 0, points: 0, driven: 0, pause: 0,
      };
    });
  });
}

/** @typedef {ReturnType<typeof unitsOf>[number]} Unit */

/** @param {any} play @param {(entry: any) => void} note */
function step(play, note) {
  play.at += STEP_MS;
  play.clock -= STEP_MS;
  for (const unit of play.units) {
    unit.shots = 0;
    unit.heat = Math.max(0, unit.heat - STEP_MS / 100);
    if (unit.hot && unit.heat <= 40) unit.hot = false;
    if (unit.state === 'up' || unit.state === 'shielded') drive(play, unit);
    if (unit.back > 0) wait(unit, note);
  }
  for (const unit of play.units) shoot(play, unit, note);
}

/** @param {any} play @param {Unit} unit */
function drive({ map, random, units }, unit) {
  const turn = (((unit.goal - unit.heading + 540) % 360) - 180);
  unit.heading = (unit.heading + Math.max(-18, Math.min(18, turn)) + 360) % 360;
  const way = (unit.heading * Math.PI) / 180;
  const far = (SPEED * STEP_MS) / 1000;
  const [x, y] = [unit.x + Math.sin(way) * far, unit.y + Math.cos(way) * far];
  const blocked = [0, 60, -60].some((off) =>
    map.solid(x + Math.sin(way + (off * Math.PI) / 180) * 0.6, y + Math.cos(way + (off * Math.PI) / 180) * 0.6));
  if (blocked) unit.goal = (unit.heading + 70 + random() * 200) % 360;
  else [unit.x, unit.y, unit.driven] = [x, y, unit.driven + far];
  if (random() >= 0.08) return;
  const prey = units[Math.floor(random() * units.length)];
  unit.goal = ((Math.atan2(prey.x - unit.x, prey.y - unit.y) * 180) / Math.PI + (random() - 0.5) * 90 + 360) % 360;
}

/** @param {Unit} unit @param {(entry: any) => void} note */
function wait(unit, note) {
  unit.back = Math.max(0, unit.back - STEP_MS);
  if (unit.back > 0) return;
  if (unit.state === 'down') {
    Object.assign(unit, { state: 'shielded', back: RULES.shield_ms, health: 100, heat: 0, hot: false, x: unit.start.x, y: unit.start.y });
    note({ kind: 'respawned', robot: unit.robot, unit: unit.number });
  } else unit.state = 'up';
}

/** @param {any} play @param {Unit} unit @param {(entry: any) => void} note */
function shoot(play, unit, note) {
  unit.pause -= STEP_MS;
  if (unit.pause > 0 || unit.hot || unit.state === 'down') return;
  const target = aimed(play, unit);
  if (!target && play.random() > 0.02) return;
  unit.pause = 300 + Math.floor(play.random() * 900);
  unit.shots = 1;
  unit.fired += 1;
  unit.heat = Math.min(100, unit.heat + RULES.heat_shot);
  play.fires += 1;
  if (unit.heat >= 99) {
    unit.hot = true;
    note({ kind: 'overheated', robot: unit.robot, unit: unit.number });
  }
  if (target && play.random() < 0.75) hit(play, unit, target, note);
}

/** @param {any} play @param {Unit} unit @returns {Unit | undefined} */
function aimed({ units, map }, unit) {
  const way = (unit.heading * Math.PI) / 180;
  return units.find((/** @type {Unit} */ other) => {
    if (other.team === unit.team || other.state === 'down') return false;
    const [dx, dy] = [other.x - unit.x, other.y - unit.y];
    const far = Math.hypot(dx, dy);
    const off = Math.abs(((Math.atan2(dx, dy) - way + 3 * Math.PI) % (2 * Math.PI)) - Math.PI);
    if (far > RANGE || off > 0.3) return false;
    for (let at = 0.3; at < far; at += 0.2) if (map.solid(unit.x + (dx * at) / far, unit.y + (dy * at) / far)) return false;
    unit.goal = unit.heading = ((Math.atan2(dx, dy) * 180) / Math.PI + 360) % 360;
    return true;
  });
}

/** @param {any} play @param {Unit} unit @param {Unit} target @param {(entry: any) => void} note */
function hit(play, unit, target, note) {
  const evidence = { robot: target.robot, by: unit.robot, unit: target.number, fire: play.fires, hit: play.fires };
  if (target.state === 'shielded') return note({ kind: 'hit', ...evidence, verdict: 'shielded', value: target.health });
  if (play.random() < 0.05) return note({ kind: 'hit', ...evidence, verdict: 'no_fire', value: target.health });
  target.health = Math.max(0, target.health - RULES.damage);
  play.scores[unit.team] += RULES.hit_score;
  unit.points += RULES.hit_score;
  unit.hits += 1;
  note({ kind: 'hit', ...evidence, team: unit.team, verdict: 'counted', points: RULES.hit_score, value: target.health });
  if (target.health > 0) return undefined;
  Object.assign(target, { state: 'down', back: RULES.respawn_ms, deaths: target.deaths + 1 });
  play.scores[unit.team] += RULES.elimination_score;
  unit.points += RULES.elimination_score;
  unit.eliminations += 1;
  return note({ kind: 'eliminated', robot: target.robot, by: unit.robot, team: unit.team, unit: target.number, points: RULES.elimination_score, value: -1 });
}

/** @param {Unit} unit */
function standing({ robot, state, health, heat, hot, back }) {
  const limit = Math.round(100 - (RULES.slow * (100 - health)) / 100);
  return { robot, state, health, heat: Math.round(heat), ...(hot && { hot }), ...(back > 0 && { back }), limit };
}

/** @param {any} play */
const liveOf = ({ at, seq, state, clock, scores, units }) => ({
  at, seq, state, clock, scores: [...scores],
  units: units.map((/** @type {Unit} */ unit) => ({
    ...standing(unit),
    ...(unit.shots > 0 && { shots: unit.shots }),
    pose: { x: round(unit.x), y: round(unit.y), heading: round(unit.heading) },
  })),
});

const round = (/** @type {number} */ value) => Math.round(value * 100) / 100;

/** @param {any} play */
function documentOf({ id, name, state, seq, clock, rules, teams, scores, units, at }) {
  return {
    id, name, state, host: units[0].player, created: 1.7e12, ...(at > 4000 && { started: 1.7e12 + 7000 }), seq,
    clock: state === 'countdown' ? COUNTDOWN_MS : clock, rules,
    teams: teams.map((/** @type {string} */ team, /** @type {number} */ place) => ({
      name: team, score: scores[place],
      seats: units.filter((/** @type {Unit} */ unit) => unit.team === place)
        .map((/** @type {Unit} */ unit) => ({ player: unit.player, ready: true, units: [standing(unit)] })),
    })),
  };
}

/** @param {Unit} unit */
const statisticsOf = ({ player, team, fired, hits, eliminations, deaths, points, driven }) => ({
  player, team, shots: fired, hits, eliminations, deaths, points, distance_mm: Math.round(driven * 1000), driven_ms: 50000,
  refused: { stale: 2 }, stops: 0, delay_p50_ms: 18, delay_p99_ms: 61,
});
