// An entry of the log as a short line of the display: names in their teams' colours.

import { looksOf } from '../arena/teams.js';
import { namesOf, seatsOf, teamOfPlayer, teamOfRobot } from '../match/view.js';

/** @typedef {import('../match/types.js').Doc} Doc */
/** @typedef {import('../match/types.js').Entry} Entry */
/** @typedef {{ text: string, slot?: number }} Part a slot: a name, in its team's colour */
/** @typedef {{ kind: string, mine: boolean, parts: Part[] }} Line */
/** @typedef {ReturnType<typeof import('../match/words/fight.js').fight>} Words */

const MARK = '\u0001'; // cuts a sentence where names stand

/**
 * @param {Entry} entry @param {Doc | null} doc @param {{ principal: string }} here @param {Words} words
 * @returns {Line | null} null: not worth a line
 */
export function lineOf(entry, doc, { principal }, words) {
  const people = peopleOf(doc, principal, words.you);
  const [by, robot] = [people.driver(entry.by ?? ''), people.driver(entry.robot ?? '')];
  const who = people.person(entry.who ?? '');
  const mine = [by, robot, who].some((one) => one.mine);
  if (entry.kind === 'hit' && !(mine && entry.verdict === 'counted')) return null;
  const sentence = SENTENCES[entry.kind]?.(words.lines, entry);
  if (!sentence) return null;
  const names = { by, robot, who, spare: { text: entry.robot ?? '', slot: robot.slot, mine: false } };
  return { kind: entry.kind, mine, parts: partsOf(sentence, names) };
}

const n = (/** @type {string} */ name) => `${MARK}${name}${MARK}`;

/** @type {Record<string, (lines: Words['lines'], entry: Entry) => string>} */
const SENTENCES = {
  hit: (lines) => lines.hit(n('by'), n('robot')),
  eliminated: (lines, { by }) => lines.eliminated(by ? n('by') : '', n('robot')),
  respawned: (lines) => lines.respawned(n('robot')),
  overheated: (lines) => lines.overheated(n('robot')),
  swapped: (lines, { by = '' }) => lines.swapped(n('spare'), by),
  away: (lines) => lines.away(n('who')),
  back: (lines) => lines.back(n('who')),
  left: (lines) => lines.left(n('who')),
  joined: (lines) => lines.joined(n('who')),
  penalty: (lines, { value = 0 }) => lines.penalty(n('robot'), value),
  overturned: (lines) => lines.overturned,
  paused: (lines) => lines.paused,
  resumed: (lines) => lines.resumed,
  held: (lines) => lines.held,
  goes_on: (lines) => lines.goes_on,
};

/** @param {string} sentence @param {Record<string, Part & { mine: boolean }>} names @returns {Part[]} */
function partsOf(sentence, names) {
  return sentence.split(MARK).flatMap((text, i) => {
    if (i % 2 === 0) return text === '' ? [] : [{ text }];
    const { text: name, slot } = names[text];
    return [{ text: name, slot }];
  });
}

/** @param {Doc | null} doc @param {string} principal @param {string} you */
function peopleOf(doc, principal, you) {
  const name = namesOf(doc);
  const looks = looksOf(doc?.teams ?? []);
  const slotOf = (/** @type {number} */ team) => looks[team]?.slot;
  const person = (/** @type {string} */ who) => ({ text: who === principal ? you : name(who), slot: slotOf(teamOfPlayer(doc, who)), mine: who === principal });
  /** A robot is called as who drives it; of several of one person, also by its own name. @param {string} robot */
  const driver = (robot) => {
    const seat = seatsOf(doc).find(({ units }) => units.some((unit) => unit.robot === robot));
    if (!seat?.player) return { text: robot, slot: slotOf(teamOfRobot(doc, robot)), mine: false };
    const its = person(seat.player);
    return seat.units.length > 1 ? { ...its, text: `${its.text} (${robot})` } : its;
  };
  return { person, driver };
}
