// What the arena looks like at one moment of a match: robots between two live messages, shots on
// their way, what has just happened. Pure: the same moment gives the same scene, so a match that
// runs and a match of last week are drawn by the same lines.
//
// Metres, degrees clockwise from +y, ms of the match (`at`).

import { turn } from '../drive/track.js';
import { looksOf } from './teams.js';
import { seatsOf } from '../match/view.js';

/** @typedef {{ x: number, y: number, heading: number }} Pose */
/** @typedef {import('../match/types.js').Live} Live */
/** @typedef {import('../match/types.js').LiveUnit} LiveUnit */
/** @typedef {import('../match/types.js').Doc} Doc */
/** @typedef {import('../match/types.js').Entry & { seenAt?: number }} Entry `seenAt`: when its effect
 *   begins, where that is later than `at`: an entry may come after the live message that knows of it */

/**
 * @typedef {object} Moment
 * @property {Doc | null} match the document, null before it came
 * @property {Live[]} lives by `at`, those around and shortly before the moment
 * @property {Entry[]} entries those of the last seconds
 * @property {number} at
 */

/**
 * @typedef {object} Mark a robot in the arena
 * @property {string} id @property {string} player a principal, "" = nobody
 * @property {number} team @property {number} slot @property {string} letter
 * @property {Pose} pose @property {number} pan how far its weapon is turned from its heading
 * @property {string} state up, shielded, down, out
 * @property {number} health 0–1 @property {number} heat 0–1 @property {boolean} hot
 * @property {number} back 0–1: how much of the wait is left @property {number} backMs
 * @property {number} limit % of its speed
 * @property {number} hitAge ms since it lost health, Infinity
 */
/** @typedef {{ x: number, y: number, heading: number, age: number, slot: number, robot: string }} Tracer age in ms */
/** @typedef {{ kind: 'hit' | 'spared' | 'eliminated' | 'respawned' | 'overheated', x: number, y: number,
 *   age: number, slot: number, by: number, seq: number, text: string }} Effect `by`: the slot of who did it */
/**
 * @typedef {object} Scene
 * @property {number} at @property {string} state @property {boolean} held @property {number[]} slots a team
 * @property {Mark[]} robots @property {Tracer[]} tracers @property {Effect[]} effects
 */

export const TRACER_MS = 260;
/** How long the effect of an entry is seen. */
export const EFFECT_MS = /** @type {const} */ ({ hit: 900, spared: 500, eliminated: 1500, respawned: 900, overheated: 1200 });
/** Two live messages further apart are not a way that was driven. */
const GAP_MOST_MS = 2500;
const JUMP_M = 1.5;
const FLASH_MS = 260;
/** A shot and its hit are told apart by less than the pause between two shots. */
const SAME_SHOT_MS = 140;

/**
 * @param {Moment} moment
 * @param {(robot: string) => Pose | null} [fresher] where a robot is known to be by a shorter way
 * @param {(robot: string) => number} [panOf] how far its weapon is turned, as it says itself
 * @returns {Scene}
 */
export function sceneOf(moment, fresher = () => null, panOf = () => 0) {
  const { match, lives, at } = moment;
  const after = lives.findIndex((live) => live.at > at);
  const to = after < 0 ? lives.at(-1) : lives[after];
  const from = after < 0 ? to : (lives[after - 1] ?? to);
  const whose = owners(match);
  const robots = (to?.units ?? []).flatMap((unit) => {
    const pose = fresher(unit.robot) ?? poseAt(from, to, unit.robot, at);
    return pose ? [{ ...markOf(unit, pose, whose.get(unit.robot), moment), pan: panOf(unit.robot) }] : [];
  });
  return {
    at,
    state: to?.state ?? match?.state ?? 'lobby',
    held: Boolean(match?.held),
    slots: looksOf(match?.teams ?? []).map(({ slot }) => slot),
    robots,
    tracers: tracersOf(moment, whose).map((shot) => aimed(shot, moment, robots) ?? { ...shot, heading: shot.heading + panOf(shot.robot) }),
    effects: effectsOf(moment, robots),
  };
}

/** @typedef {{ player: string, team: number, slot: number, letter: string }} Owner */

/** @param {Doc | null} match @returns {Map<string, Owner>} by robot */
function owners(match) {
  const known = new Map();
  const looks = looksOf(match?.teams ?? []);
  for (const { player, team, units } of seatsOf(match)) {
    const { slot, letter } = looks[team];
    for (const { robot } of units) if (robot) known.set(robot, { player: player ?? '', team, slot, letter });
  }
  return known;
}

/** @param {Live | undefined} live @param {string} robot */
const unitOf = (live, robot) => live?.units.find((unit) => unit.robot === robot);

/** @param {Live | undefined} from @param {Live | undefined} to @param {string} robot @param {number} at @returns {Pose | null} */
function poseAt(from, to, robot, at) {
  const [first, last] = [unitOf(from, robot)?.pose, unitOf(to, robot)?.pose];
  if (!from || !to || !first || !last) return last ?? first ?? null;
  const gap = to.at - from.at;
  const isNear = Math.hypot(last.x - first.x, last.y - first.y) < Math.max(JUMP_M, (gap / 1000) * 4);
  if (gap <= 0 || gap > GAP_MOST_MS || !isNear) return at >= to.at || gap <= 0 ? last : first;
  const part = Math.max(0, Math.min(1, (at - from.at) / gap));
  return {
    x: first.x + (last.x - first.x) * part,
    y: first.y + (last.y - first.y) * part,
    heading: turn(first.heading + turn(last.heading - first.heading) * part),
  };
}

const share = (/** @type {number} */ value, /** @type {number} */ whole) =>
  Math.max(0, Math.min(1, whole > 0 ? value / whole : 0));

const NOBODY = Object.freeze({ player: '', team: -1, slot: -1, letter: '' });

/** @param {LiveUnit} unit @param {Pose} pose @param {Owner | undefined} owner @param {Moment} moment @returns {Omit<Mark, 'pan'>} */
function markOf(unit, pose, owner, { match, entries, at }) {
  const rules = match?.rules ?? {};
  const whole = unit.state === 'shielded' ? rules.shield_ms : rules.respawn_ms;
  const hits = entries.filter((entry) => entry.robot === unit.robot && effectOf(entry) === 'hit');
  const hitAge = Math.min(...hits.map((hit) => at - beganAt(hit)).filter((age) => age >= 0));
  return {
    ...(owner ?? NOBODY),
    id: unit.robot,
    pose,
    state: unit.state,
    health: share(unit.health, rules.hit_points ?? 100),
    heat: share(unit.heat, 100),
    hot: Boolean(unit.hot),
    back: share(unit.back ?? 0, whole ?? 0),
    backMs: unit.back ?? 0,
    limit: unit.limit ?? 100,
    hitAge: hitAge < FLASH_MS ? hitAge : Infinity,
  };
}

/** @param {Entry} entry */
const beganAt = (entry) => Math.max(entry.at, entry.seenAt ?? 0);

/**
 * A live message says how many shots there were since the one before: they are spread over that time.
 * @param {Moment} moment @param {Map<string, Owner>} whose @returns {Tracer[]}
 */
function tracersOf({ lives, at }, whose) {
  /** @type {Tracer[]} */
  const tracers = [];
  for (let i = 1; i < lives.length; i += 1) {
    const [from, to] = [lives[i - 1], lives[i]];
    if (from.at > at || to.at < at - TRACER_MS) continue;
    for (const { robot, shots = 0 } of to.units)
      tracers.push(...shotsOf(from, to, robot, Math.min(shots, 4), at, whose.get(robot)?.slot ?? -1));
  }
  return tracers;
}

/** @param {Live} from @param {Live} to @param {string} robot @param {number} shots @param {number} at @param {number} slot @returns {Tracer[]} */
function shotsOf(from, to, robot, shots, at, slot) {
  const tracers = [];
  const gap = Math.min(GAP_MOST_MS, to.at - from.at);
  for (let shot = 1; shot <= shots; shot += 1) {
    const fired = to.at - gap + (gap * shot) / (shots + 1);
    const age = at - fired;
    const pose = age >= 0 && age < TRACER_MS ? poseAt(from, to, robot, fired) : null;
    if (pose) tracers.push({ ...pose, age, slot, robot });
  }
  return tracers;
}

/** A shot that is known to have hit went there. @param {Tracer} shot @param {Moment} moment @param {Mark[]} robots @returns {Tracer | null} */
function aimed(shot, { entries, at }, robots) {
  const fired = at - shot.age;
  const hit = entries.find((entry) => entry.kind === 'hit' && entry.by === shot.robot && entry.fire && Math.abs(entry.at - fired) < SAME_SHOT_MS);
  const target = hit && robots.find(({ id }) => id === hit.robot)?.pose;
  return target ? { ...shot, heading: (Math.atan2(target.x - shot.x, target.y - shot.y) * 180) / Math.PI } : null;
}

/** @param {Moment} moment @param {Mark[]} robots @returns {Effect[]} */
function effectsOf({ entries, at }, robots) {
  return entries.flatMap((entry) => {
    const kind = effectOf(entry);
    const mark = kind && robots.find(({ id }) => id === entry.robot);
    if (!kind || !mark) return [];
    const age = at - beganAt(entry);
    if (age < 0 || age >= EFFECT_MS[kind]) return [];
    const text = kind === 'hit' && entry.points ? `+${entry.points}` : '';
    const by = robots.find(({ id }) => id === entry.by)?.slot ?? -1;
    return [{ kind, x: mark.pose.x, y: mark.pose.y, age, slot: mark.slot, by, seq: entry.seq, text }];
  });
}

/** @param {Entry} entry @returns {Effect['kind'] | null} */
function effectOf({ kind, verdict }) {
  if (kind === 'hit') return verdict === 'counted' ? 'hit' : verdict === 'shielded' || verdict === 'friendly' ? 'spared' : null;
  return kind === 'eliminated' || kind === 'respawned' || kind === 'overheated' ? kind : null;
}
