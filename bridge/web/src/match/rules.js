// The rules of a match as people set and read them. Which rules there are, with ranges and units, is the
// arena's to say (GET /api/v1/rules); here is only how they are grouped and written. A rule that this
// page does not know stands in the group `other` under its name on the wire.

import { clockText } from './view.js';
import { pages } from './words/pages.js';

/** @typedef {import('./types.js').Rule} Rule */

/** Those that are asked for first, in this order; then the others by group. */
export const FIRST = Object.freeze(['duration_ms', 'robots_per_seat', 'bots', 'score_limit', 'lives']);

const GROUPS = Object.freeze({
  play: ['countdown_ms', 'auto_start'],
  points: ['hit_score', 'elimination_score', 'friendly_fire'],
  health: ['hit_points', 'damage', 'respawn_ms', 'shield_ms', 'slow'],
  heat: ['heat_shot', 'heat_cool', 'heat_resume'],
  arena: ['grace_ms', 'window_ms', 'status_ms'],
});

/** @typedef {keyof typeof GROUPS | 'other'} Group */

/** @param {Rule[]} rules @returns {{ group: Group, rules: Rule[] }[]} without those of FIRST */
export function groupsOf(rules) {
  const left = new Map(rules.map((rule) => [rule.name, rule]));
  for (const name of FIRST) left.delete(name);
  /** @type {{ group: Group, rules: Rule[] }[]} */
  const groups = [];
  for (const [group, names] of Object.entries(GROUPS)) {
    const own = names.flatMap((name) => left.get(name) ?? []);
    for (const { name } of own) left.delete(name);
    groups.push({ group: /** @type {Group} */ (group), rules: own });
  }
  return [...groups, { group: /** @type {Group} */ ('other'), rules: [...left.values()] }].filter((one) => one.rules.length > 0);
}

/**
 * How a rule is set: by a switch, by a few words, or by a number in `unit`, which is `factor` times the wire's.
 * @typedef {{ how: 'switch' | 'words' | 'number', factor: number, unit: string, least: number, most: number }} Control
 */

const LONG_MS = 5000; // what may be this long is set in seconds
const BENT = 60; // a longer range has its small values, which are the usual ones, wide apart
/** Of a slider. */
export const POSITIONS = 100;

/** @param {Rule} rule @returns {Control} */
export function controlOf({ name, unit, least, most }) {
  const factor = unit === 'ms' && most >= LONG_MS ? 1000 : 1;
  const bounds = { factor, unit: factor === 1000 ? 's' : unit, least: least / factor, most: most / factor };
  if (least === 0 && most === 1) return { how: 'switch', ...bounds };
  return { how: name === 'bots' || most - least <= 4 ? 'words' : 'number', ...bounds };
}

/** @param {Control} control */
const bendOf = ({ unit, least, most }) => (most - least > BENT && unit !== '%' ? 2 : 1);

/** Where on a slider a value stands. @param {Control} control @param {number} value in the control's unit */
export const positionOf = (control, value) =>
  Math.round(POSITIONS * ((value - control.least) / (control.most - control.least)) ** (1 / bendOf(control)));

/**
 * What a slider says: a round number, the rounder the larger.
 * @param {Control} control @param {number} position @returns {number} in the control's unit
 */
export function valueAt(control, position) {
  const { least, most } = control;
  if (position >= POSITIONS) return most;
  const value = least + (most - least) * (position / POSITIONS) ** bendOf(control);
  const step = [1, 5, 10, 30].find((one) => value <= one * 20) ?? 60;
  return Math.max(least, Math.min(most, Math.round(value / step) * step));
}

/** @param {string} name @returns {{ label: string, hint: string }} */
export function ruleWords(name) {
  const words = /** @type {Record<string, string[]>} */ (pages().rules);
  const [label, hint] = Object.hasOwn(words, name) ? words[name] : [name.replaceAll('_', ' '), ''];
  return { label, hint };
}

/** @param {string} name @param {number} value */
function namedValue(name, value) {
  const { zero, botSkills, yes, no } = pages();
  if (name === 'bots') return botSkills[value] ?? String(value);
  if (name === 'friendly_fire' || name === 'auto_start') return value ? yes : no;
  return value === 0 && Object.hasOwn(zero, name) ? zero[/** @type {keyof typeof zero} */ (name)] : '';
}

/** @param {number} ms as 3 min, 1:30 min, 5 s, 500 ms */
export function durationText(ms) {
  if (ms >= 60_000) return pages().min(ms % 60_000 === 0 ? String(ms / 60_000) : clockText(ms));
  return ms >= 1000 ? `${ms / 1000}\u00a0s` : `${ms}\u00a0ms`;
}

/** A rule's value in words. @param {{ name: string, unit: string }} rule @param {number} value */
export function valueText({ name, unit }, value) {
  const named = namedValue(name, value);
  if (named) return named;
  if (unit === 'ms') return durationText(value);
  return unit ? `${value}\u00a0${unit}` : String(value);
}

/** What a match is like, in a few words each. @param {Record<string, number>} rules */
export function factsOf(rules) {
  const { facts, botSkills } = pages();
  return [
    facts.duration(durationText(rules.duration_ms ?? 0)),
    rules.score_limit ? facts.limit(rules.score_limit) : '',
    rules.lives ? facts.lives(rules.lives) : '',
    rules.robots_per_seat > 1 ? facts.robots(rules.robots_per_seat) : '',
    rules.bots ? facts.bots(botSkills[rules.bots] ?? '') : facts.noBots,
    rules.friendly_fire ? facts.friendly : '',
    rules.auto_start === 0 ? facts.byHand : '',
  ].filter(Boolean);
}
