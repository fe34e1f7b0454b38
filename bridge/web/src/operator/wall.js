// The wall's rows: what is known of each robot, put together for display, without a clock, a network
// or an element of the page. What needs attention has a `look`; everything else is plain.

export const STOPS_MOST = 5; // named in one ask

const LOW_BATTERY = 20;
const EMPTY_BATTERY = 10;
const WEAK_SIGNAL = 20;

/** @typedef {'service' | 'lost' | 'offline' | 'stale' | 'unverified' | 'stopped' | 'driving' | 'deadman' | 'ready' | 'idle' | 'taken'} State */
/** @typedef {{ id: string, by: string }} Stop `by` is "" where nobody has told whose it is */
/** @typedef {'bad' | 'warn' | 'off' | ''} Look */

/**
 * @typedef {object} Row
 * @property {string} id
 * @property {string} name
 * @property {State} state the one word that says most
 * @property {Look} look
 * @property {boolean} here it can be reached
 * @property {boolean} service it is out of service
 * @property {string} driver a principal, "" = nobody
 * @property {number} drivenMs
 * @property {boolean} drivenExactly false: it may be longer
 * @property {number | null} idleMs
 * @property {string} mode
 * @property {Stop[]} stops
 * @property {boolean} stopping
 * @property {number} queue how many wait
 * @property {string[]} waiting principals, first come first; empty where one may not ask who
 * @property {number | null} battery percent
 * @property {number | null} signal percent
 * @property {Look} batteryLook
 * @property {Look} signalLook
 * @property {number | null} heardMs since its last report
 */

/**
 * @typedef {object} Known
 * @property {any} entry of the roster
 * @property {{ status: any, at: number } | undefined} report the last status, `at` by the page's clock
 * @property {any} [lease] of lease.list
 * @property {number} [leaseAgeMs]
 * @property {import('./desk.js').Since} [since]
 * @property {number} [stoppingUntil]
 */

/** @param {Known} known @param {{ clock: number, wall: number }} now the page's clock; Unix ms @returns {Row} */
export function rowOf(known, { clock, wall }) {
  const { entry, report, lease } = known;
  const stops = stopsOf(report?.status, lease);
  const mode = report?.status?.drive?.mode ?? '';
  const here = entry.state === 'online' || entry.state === 'stale';
  const driver = entry.driver ?? '';
  const state = stateOf(entry, stops, mode);
  const battery = percent(report?.status?.battery);
  const signal = percent(report?.status?.signal);
  const row = {
    id: entry.id,
    name: entry.name ?? '',
    state,
    look: /** @type {Look} */ (''),
    here,
    service: Boolean(entry.out_of_service),
    driver,
    ...timesOf(known, wall),
    mode,
    stops,
    stopping: stops.length === 0 && (known.stoppingUntil ?? 0) > wall,
    queue: entry.queue ?? 0,
    waiting: lease?.queue ?? [],
    battery,
    signal,
    batteryLook: here ? batteryLook(battery) : '',
    signalLook: /** @type {Look} */ (here && signal !== null && signal < WEAK_SIGNAL ? 'warn' : ''),
    heardMs: report ? clock - report.at : null,
  };
  row.look = lookOf(row);
  return row;
}

/** Since when it is driven, and since when its driver does nothing. @param {Known} known @param {number} wall */
function timesOf({ entry, lease, since, leaseAgeMs = 0 }, wall) {
  return {
    drivenMs: entry.driver && since ? wall - since.at : 0,
    drivenExactly: since?.exact ?? false,
    idleMs: entry.driver && lease?.driver ? lease.idle_ms + leaseAgeMs : null,
  };
}

/** @param {any} status @param {any} lease @returns {Stop[]} */
function stopsOf(status, lease) {
  const stops = new Map((lease?.stops ?? []).map((/** @type {Stop} */ stop) => [stop.id, stop]));
  for (const id of status?.drive?.stops ?? []) if (!stops.has(id)) stops.set(id, { id, by: '' });
  return [...stops.values()];
}

/** @param {any} entry @param {Stop[]} stops @param {string} mode @returns {State} */
function stateOf(entry, stops, mode) {
  if (entry.out_of_service) return 'service';
  if (entry.state !== 'online') return entry.state;
  if (stops.length || mode === 'stopped') return 'stopped';
  if (!entry.driver) return 'idle';
  return mode === 'driving' || mode === 'deadman' || mode === 'ready' ? mode : 'taken';
}

/** @param {unknown} value */
const percent = (value) => (typeof value === 'number' ? Math.round(Math.min(100, Math.max(0, value))) : null);

/** @param {number | null} battery @returns {Look} */
function batteryLook(battery) {
  if (battery === null || battery >= LOW_BATTERY) return '';
  return battery < EMPTY_BATTERY ? 'bad' : 'warn';
}

/** @type {Record<string, Look>} */
const STATE_LOOKS = {
  stopped: 'bad', lost: 'bad', service: 'off', offline: 'off', stale: 'warn', unverified: 'warn', deadman: 'warn',
};

/** @param {Row} row @returns {Look} */
function lookOf({ state, stops, batteryLook, signalLook }) {
  const byState = STATE_LOOKS[state] ?? '';
  if (byState === 'bad' || (stops.length && state !== 'service')) return 'bad';
  return byState || batteryLook || signalLook;
}

/** @type {Record<string, (row: Row) => boolean>} */
export const FILTERS = {
  all: () => true,
  attention: (row) => row.look === 'bad' || row.look === 'warn',
  driven: (row) => row.driver !== '',
  free: (row) => row.state === 'idle',
  stopped: (row) => row.stops.length > 0,
  away: (row) => !row.here,
  service: (row) => row.service,
};

const LOOKS = ['bad', 'warn', '', 'off'];
const most = Number.POSITIVE_INFINITY;

/** @type {Record<string, (row: Row) => number>} smaller comes first; ties go by name */
export const SORTS = {
  id: () => 0,
  attention: (row) => LOOKS.indexOf(row.look),
  battery: (row) => row.battery ?? most,
  time: (row) => (row.driver ? -row.drivenMs : most),
};

/** @param {Row} row @param {string} text */
function speaksOf(row, text) {
  return [row.id, row.name, row.driver].some((word) => word.toLowerCase().includes(text));
}

/**
 * @param {Row[]} rows @param {{ filter: string, text: string, sort: string }} view
 * @returns {Row[]}
 */
export function arranged(rows, { filter, text, sort }) {
  const wanted = text.trim().toLowerCase();
  const key = SORTS[sort] ?? SORTS.id;
  return rows
    .filter((row) => (FILTERS[filter] ?? FILTERS.all)(row) && speaksOf(row, wanted))
    .sort((a, b) => {
      const [left, right] = [key(a), key(b)];
      return left === right ? a.id.localeCompare(b.id, 'en', { numeric: true }) : left - right;
    });
}

/** @param {Row[]} rows @returns {Record<string, number>} how many fit each filter */
export function counts(rows) {
  return Object.fromEntries(Object.entries(FILTERS).map(([name, fits]) => [name, rows.filter(fits).length]));
}

/**
 * The asks that clear what these rows show, and nothing that was called since.
 * @param {Pick<Row, 'id' | 'stops'>[]} rows
 * @returns {{ everywhere: string[][], single: { robot: string, ids: string[] }[] }} ids that stand at
 *   several robots, so many as one ask may name; what is left, a robot each
 */
export function clearing(rows) {
  const ids = rows.flatMap(({ stops }) => stops.map((stop) => stop.id));
  const shared = new Set(ids.filter((id, at) => ids.indexOf(id) !== at));
  const list = [...shared];
  const everywhere = [];
  for (let at = 0; at < list.length; at += STOPS_MOST) everywhere.push(list.slice(at, at + STOPS_MOST));
  const single = rows
    .map(({ id, stops }) => ({ robot: id, ids: stops.map((stop) => stop.id).filter((stop) => !shared.has(stop)) }))
    .filter((ask) => ask.ids.length > 0)
    .map(({ robot, ids: own }) => ({ robot, ids: own.slice(0, STOPS_MOST) }));
  return { everywhere, single };
}

/**
 * The order while a hand is on the wall: nobody's tile moves away from under a pointer. What is new
 * comes last, what no longer fits stays until the hand is off.
 * @param {string[]} held ids as they stand @param {string[]} wanted ids as they should
 * @param {(id: string) => boolean} exists
 */
export function steady(held, wanted, exists) {
  const kept = held.filter(exists);
  const there = new Set(kept);
  return [...kept, ...wanted.filter((id) => !there.has(id))];
}
