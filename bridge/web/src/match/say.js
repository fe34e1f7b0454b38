// Sentences of a match: what it waits for, what its log says.

import { namesOf, seatsOf } from './view.js';
import { shared } from './words/shared.js';

/** @typedef {import('./types.js').Doc} Doc */
/** @typedef {import('./types.js').Entry} Entry */

/** A principal as people call them; everything else stands as it is. @param {Doc | null} doc */
const namer = (doc) => {
  const name = namesOf(doc);
  return (/** @type {string} */ who) => (who.includes('/') ? name(who) : who);
};

/**
 * @param {import('./types.js').Missing} missing @param {Doc | null} doc
 * @param {string} [me] a principal, who is spoken to
 */
export function missingText({ why, who }, doc, me = '') {
  const { missing, missingMine, emptySeat } = shared();
  if (who === me && Object.hasOwn(missingMine, why)) return missingMine[/** @type {keyof typeof missingMine} */ (why)];
  const name = namer(doc)(who);
  if (why === 'empty_seat' && doc && botsMayCome(doc)) return emptySeat(name);
  return Object.hasOwn(missing, why) ? missing[/** @type {keyof typeof missing} */ (why)](name) : `${name}: ${why.replaceAll('_', ' ')}`;
}

/** Bots sit down once all people are ready. @param {Doc} doc */
const botsMayCome = ({ rules, missing }) => rules.bots > 0 && (missing ?? []).some(({ why }) => why === 'not_ready' || why === 'player_away');

/** @param {Doc | null} doc @param {number | undefined} team */
export const teamName = (doc, team) => doc?.teams[team ?? -1]?.name ?? '';

/** Who drives a robot, and which: "ann (scout1)". @param {Doc | null} doc @param {string} robot */
export function robotText(doc, robot) {
  const seat = seatsOf(doc).find(({ units }) => units.some((unit) => unit.robot === robot));
  return seat?.player ? `${namer(doc)(seat.player)} (${robot})` : robot;
}

/**
 * An entry as a sentence; verdict and points stand beside it (`verdictText`).
 * @param {Entry} entry @param {Doc | null} doc
 */
export function entryText(entry, doc) {
  const { log } = shared();
  const who = entry.who ? namer(doc)(entry.who) : '';
  const robot = robotText(doc, entry.robot ?? '');
  const by = robotText(doc, entry.by ?? '');
  const team = teamName(doc, entry.team);
  /** @type {Record<string, () => string>} */
  const sentences = {
    joined: () => log.joined(who, team),
    left: () => log.left(who, team),
    assigned: () => (entry.robot ? log.assigned(who, entry.robot) : log.unassigned(who)),
    swapped: () => log.swapped(entry.robot ?? '', entry.by ?? '', who),
    countdown: () => (who ? log.countdownBy(who) : log.countdown),
    hit: () => log.hit(by, robot),
    eliminated: () => log.eliminated(by, robot),
    respawned: () => log.respawned(robot),
    overheated: () => log.overheated(robot),
    overturned: () => log.overturned(who, by, robot),
    penalty: () => log.penalty(who, robot, entry.value ?? 0, Math.round((entry.ms ?? 0) / 1000)),
    bypassed: () => log.bypassed(who, missingText({ why: entry.missing ?? '', who: entry.about ?? '' }, doc)),
    finished: () => (team ? log.finished(team) : log.finishedDraw),
    aborted: () => (who ? log.abortedBy(who) : log.aborted),
  };
  if (Object.hasOwn(sentences, entry.kind)) return sentences[entry.kind]();
  if (!Object.hasOwn(log, entry.kind)) return entry.kind.replaceAll('_', ' ');
  const plain = /** @type {Record<string, any>} */ (log)[entry.kind];
  return typeof plain === 'function' ? plain(who) : plain;
}

/** @param {string} verdict */
export function verdictText(verdict) {
  const { verdicts } = shared();
  return Object.hasOwn(verdicts, verdict) ? verdicts[/** @type {keyof typeof verdicts} */ (verdict)] : verdict.replaceAll('_', ' ');
}
