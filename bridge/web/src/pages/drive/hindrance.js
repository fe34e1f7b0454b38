// Why the robot may not move, as one fact a person can act on: the first row that is true counts.
//
// What a page can know: its connection, the bridge's beat, the roster, the robot's `link` (10 Hz, to
// the driver) and `status` (which names standing stops by id only: one's own ids are known, the
// others are somebody's). Nobody hears `lease` and `state` but the robot and the bridge.

import { LINK_SILENT_MS } from '../../drive/driver.js';

const STATUS_LATE_MS = 2500;

/**
 * @typedef {object} Facts
 * @property {string} connection the connection's state
 * @property {boolean} hidden the page is not seen
 * @property {boolean} bridge its beat is heard
 * @property {boolean} leased this page has the robot
 * @property {boolean} referee may clear any stop
 * @property {string} [roster] the robot's state there
 * @property {boolean} [outOfService]
 * @property {boolean | undefined} [mayDrive] `me.leases[].drive`
 * @property {{ age: number, ready: boolean } | null} link of this lease
 * @property {boolean} armed this page saw its controls let go
 * @property {{ age: number, mode: string, why: readonly string[], stops: readonly string[] } | null} status
 * @property {(id: string) => boolean} isOwnStop
 * @property {boolean} stopping an own stop is not shown yet
 * @property {boolean} clearing the clearing of a stop is under way
 * @property {readonly import('../../input/mixer.js').DeviceKind[]} held
 */

/** @typedef {'continue' | 'join' | 'retry' | 'robots' | 'clear' | 'release'} Help what the button does */
/** @typedef {keyof import('../../words/en.js').Words['hindrance']} Code */
/** @typedef {{ code: Code, tone: 'bad' | 'warn' | 'wait', help?: Help }} Hindrance */
/** @typedef {[code: Code, tone: Hindrance['tone'], is: (facts: Facts) => unknown, help?: Help | ((facts: Facts) => Help | undefined)]} Row */

const stops = (/** @type {Facts} */ facts) => facts.status?.stops ?? [];
const own = (/** @type {Facts} */ facts) => stops(facts).filter(facts.isOwnStop).length;
const says = (/** @type {string} */ word) => (/** @type {Facts} */ facts) =>
  facts.status && facts.status.age < STATUS_LATE_MS && facts.status.why.includes(word);
const clearable = (/** @type {Facts} */ facts) => (facts.referee ? 'clear' : undefined);
const silent = (/** @type {Facts} */ facts) => facts.link && facts.link.age > LINK_SILENT_MS;
const unready = (/** @type {Facts} */ facts) => !facts.link?.ready || !facts.armed;

/** @type {Row[]} */
const ROWS = [
  ['taken_over', 'bad', (f) => f.connection === 'taken_over', 'continue'],
  ['refused', 'bad', (f) => f.connection === 'refused', 'join'],
  ['offline', 'bad', (f) => f.connection !== 'online', 'retry'],
  ['no_lease', 'bad', (f) => !f.leased, 'robots'],
  ['hidden', 'wait', (f) => f.hidden],
  ['out_of_service', 'bad', (f) => f.outOfService || says('out_of_service')(f), 'release'],
  ['robot_offline', 'bad', (f) => f.roster === 'offline', 'release'],
  ['robot_lost', 'bad', (f) => f.roster === 'lost', 'release'],
  ['clearing', 'wait', (f) => f.clearing && stops(f).length > 0],
  ['stopped_both', 'bad', (f) => own(f) > 0 && own(f) < stops(f).length, 'clear'],
  ['stopped_own', 'bad', (f) => own(f) > 0, 'clear'],
  ['stopped_other', 'bad', (f) => stops(f).length > 0, clearable],
  ['stopped_unnamed', 'bad', (f) => f.status?.mode === 'stopped', 'clear'],
  ['stopping', 'wait', (f) => f.stopping],
  ['bridge', 'bad', (f) => !f.bridge],
  ['paused', 'warn', says('paused')],
  ['lease_stale', 'warn', says('lease_stale')],
  ['not_drive', 'warn', (f) => f.mayDrive === false || says('not_drive')(f)],
  ['robot_stale', 'bad', (f) => silent(f) && f.roster === 'stale', 'release'],
  ['silent', 'bad', silent],
  ['connecting', 'wait', (f) => !f.link],
  ['let_go_pad', 'warn', (f) => unready(f) && f.held.includes('pad')],
  ['let_go_stick', 'warn', (f) => unready(f) && f.held.includes('stick')],
  ['let_go_keys', 'warn', (f) => unready(f) && f.held.includes('keys')],
  ['neutral_first', 'wait', unready],
  ['deadman', 'wait', (f) => f.held.length > 0 && f.status?.mode === 'deadman' && f.status.age < STATUS_LATE_MS],
];

/** @param {Facts} facts @returns {Hindrance | null} null: it moves as it is told */
export function hindranceOf(facts) {
  const row = ROWS.find(([, , is]) => is(facts));
  if (!row) return null;
  const [code, tone, , help] = row;
  return { code, tone, help: typeof help === 'function' ? help(facts) : help };
}

/** Actions that need a driving robot are obeyed: a short pause does not take them away. @param {Hindrance | null} hindrance */
export const mayAct = (hindrance) => hindrance === null || hindrance.code === 'deadman';
