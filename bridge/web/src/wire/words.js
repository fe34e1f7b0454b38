// Closed lists of words, and the table of a match's rules. Source: robot/base/lease.h, match.h,
// rc.h.

export const AXES = Object.freeze(/** @type {const} */ (['x', 'y', 'z', 'r', 'cx', 'cy']));
export const MODES = Object.freeze(['idle', 'ready', 'driving', 'deadman', 'stopped']);
export const REFUSALS = Object.freeze(
  ['form', 'range', 'driver', 'number', 'halted', 'order', 'stale', 'rate'],
);
export const WHYS = Object.freeze([
  'no_lease', 'lease_stale', 'not_drive', 'stopped', 'neutral_first', 'deadman', 'released',
  'goodbye', 'driver_lost', 'revoked', 'idle', 'taken_over', 'released_by_operator',
  'robot_offline', 'deregistered', 'session_ended', 'unconfirmed', 'superseded',
  'out_of_service', 'paused', 'countdown', 'held', 'eliminated',
]);
export const CODES = Object.freeze([
  'bad_request', 'unknown_robot', 'unknown_match', 'unknown_camera', 'unknown_code', 'expired',
  'used_up', 'robot_taken', 'robot_offline', 'not_your_lease', 'not_allowed', 'match_full',
  'wrong_state', 'too_many_requests', 'too_large', 'unauthorized', 'not_found',
  'method_not_allowed', 'unsupported_media_type', 'full', 'unavailable', 'io', 'no_memory',
  'not_connected', 'config', 'version', 'stale', 'internal',
]);

export const MATCH_STATES = Object.freeze(/** @type {const} */ (
  ['lobby', 'ready', 'countdown', 'running', 'paused', 'finished', 'aborted']));
export const UNIT_STATES = Object.freeze(/** @type {const} */ (['up', 'shielded', 'down', 'out']));
export const MISSINGS = Object.freeze(/** @type {const} */ ([
  'empty_seat', 'not_ready', 'player_away', 'no_robot', 'robot_offline', 'no_status',
  'robot_taken', 'robot_stopped', 'out_of_service',
]));
export const VERDICTS = Object.freeze(/** @type {const} */ ([
  'counted', 'no_fire', 'friendly', 'shooter_out', 'victim_out', 'shielded', 'overheated',
  'not_running', 'overturned',
]));
export const ENTRY_KINDS = Object.freeze(/** @type {const} */ ([
  'created', 'joined', 'left', 'queued', 'unqueued', 'ready', 'unready', 'assigned', 'swapped',
  'complete', 'incomplete', 'countdown', 'started', 'paused', 'resumed', 'held', 'goes_on',
  'away', 'back', 'hit', 'eliminated', 'respawned', 'overheated', 'overturned', 'penalty',
  'bypassed', 'finished', 'aborted', 'next',
]));

/** @typedef {{ name: string, least: number, most: number, standard: number, unit: string }} Rule */

/** @type {readonly Rule[]} */
export const RULES = Object.freeze([
  ['duration_ms', 30000, 3600000, 180000, 'ms'],
  ['countdown_ms', 0, 30000, 5000, 'ms'],
  ['score_limit', 0, 1000, 0, ''], /* 0 = none */
  ['hit_points', 1, 1000, 100, ''],
  ['damage', 0, 1000, 20, ''],
  ['hit_score', 0, 100, 1, ''],
  ['elimination_score', 0, 100, 3, ''],
  ['respawn_ms', 0, 60000, 5000, 'ms'],
  ['lives', 0, 100, 0, ''], /* 0 = without end */
  ['shield_ms', 0, 30000, 2000, 'ms'],
  ['friendly_fire', 0, 1, 0, ''],
  ['heat_shot', 0, 100, 12, '%'],
  ['heat_cool', 1, 100, 10, '%/s'],
  ['heat_resume', 0, 99, 40, '%'],
  ['window_ms', 50, 2000, 500, 'ms'],
  ['slow', 0, 90, 50, '%'],
  ['robots_per_seat', 1, 4, 1, ''],
  ['bots', 0, 3, 2, ''], /* 0 none, 1 easy, 2 medium, 3 hard */
  ['auto_start', 0, 1, 1, ''],
  ['grace_ms', 1000, 60000, 15000, 'ms'],
  ['status_ms', 50, 1000, 100, 'ms'],
].map(([name, least, most, standard, unit]) => (
  /** @type {Rule} */ (Object.freeze({ name, least, most, standard, unit })))));
