// An entry of the log as a short line of the display: names in their teams' colours, and a sign where
// one did something to another. What happens to oneself alone is said larger elsewhere.

import { looksOf } from '../arena/teams.js';
import { namesOf, seatsOf, teamOfPlayer, teamOfRobot } from '../match/view.js';

/** @typedef {import('../match/types.js').Doc} Doc */
/** @typedef {import('../match/types.js').Entry} Entry */
/** @typedef {{ text: string, slot?: number, sign?: 'hit' | 'eliminated' }} Part a slot: a name, in its team's colour */
/** @typedef {{ kind: string, mine: boolean, parts: Part[] }} Line */
/** @typedef {ReturnType<typeof import('../match/words/fight.js').fight>} Words */
/** @typedef {Part & { mine: boolean }} Name */

/**
 * @param {Entry} entry @param {Doc | null} doc @param {string} principal @param {Words} words
 * @returns {Line | null} null: not worth a line
 */
export function lineOf(entry, doc, principal, words) {
  const names = namesIn(entry, doc, principal, words.you);
  const { kind } = entry;
  if (kind === 'hit' || kind === 'eliminated') return deedLine(kind, entry, names, words);
  const sentence = SENTENCES[kind];
  if (!sentence || names.who.mine || names.robot.mine) return null;
  const [subject, text] = sentence(names, words.lines);
  return { kind, mine: false, parts: [...(subject ? [part(subject)] : []), { text }] };
}

/** @param {'hit' | 'eliminated'} kind @param {Entry} entry @param {ReturnType<typeof namesIn>} names @param {Words} words @returns {Line | null} */
function deedLine(kind, { by: shooter, verdict }, { by, robot }, words) {
  const mine = by.mine || robot.mine;
  if (kind === 'hit' && !(mine && verdict === 'counted')) return null;
  return { kind, mine, parts: [...(shooter ? [part(by)] : []), { text: words.signs[kind], sign: kind }, part(robot)] };
}

/** As the feed calls a robot. @param {string} robot @param {Doc | null} doc @param {string} principal @param {Words} words */
export const nameOf = (robot, doc, principal, words) => namesIn({ robot }, doc, principal, words.you).robot.text;

/** @param {Name} name @returns {Part} */
const part = ({ text, slot }) => ({ text, slot });

/** Whom it is about, and what follows. @type {Record<string, (names: ReturnType<typeof namesIn>, lines: Words['lines']) => [Name | null, string]>} */
const SENTENCES = {
  respawned: ({ robot }, lines) => [robot, lines.respawned],
  overheated: ({ robot }, lines) => [robot, lines.overheated],
  swapped: ({ who }, lines) => [who, lines.swapped],
  away: ({ who }, lines) => [who, lines.away],
  back: ({ who }, lines) => [who, lines.back],
  left: ({ who }, lines) => [who, lines.left],
  joined: ({ who }, lines) => [who, lines.joined],
  penalty: ({ robot }, lines) => [robot, lines.penalty],
  overturned: (_, lines) => [null, lines.overturned],
  paused: (_, lines) => [null, lines.paused],
  resumed: (_, lines) => [null, lines.resumed],
  held: (_, lines) => [null, lines.held],
  goes_on: (_, lines) => [null, lines.goes_on],
};

/** @param {Pick<Entry, 'by' | 'robot' | 'who'>} entry @param {Doc | null} doc @param {string} principal @param {string} you */
function namesIn({ by = '', robot = '', who = '' }, doc, principal, you) {
  const name = namesOf(doc);
  const looks = looksOf(doc?.teams ?? []);
  /** @param {string} one @returns {Name} */
  const person = (one) => ({ text: one === principal ? you : name(one), slot: looks[teamOfPlayer(doc, one)]?.slot, mine: one === principal });
  /** A robot is called as who drives it; of several of one person, also by its own name. @param {string} id @returns {Name} */
  const driver = (id) => {
    const seat = seatsOf(doc).find(({ units }) => units.some((unit) => unit.robot === id));
    if (!seat?.player) return { text: id, slot: looks[teamOfRobot(doc, id)]?.slot, mine: false };
    const its = person(seat.player);
    return seat.units.length > 1 ? { ...its, text: `${its.text} · ${id}` } : its;
  };
  return { by: driver(by), robot: driver(robot), who: person(who) };
}
