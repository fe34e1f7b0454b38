// Closed lists of words. Source: robot/base/lease.h, ask.h, rc.h.

export const AXES = Object.freeze(/** @type {const} */ (['x', 'y', 'z', 'r', 'cx', 'cy']));
export const MODES = Object.freeze(['idle', 'ready', 'driving', 'deadman', 'stopped']);
export const REFUSALS = Object.freeze(
  ['form', 'range', 'driver', 'number', 'halted', 'order', 'stale', 'rate'],
);
export const WHYS = Object.freeze([
  'no_lease', 'lease_stale', 'not_drive', 'stopped', 'neutral_first', 'deadman', 'released',
  'goodbye', 'driver_lost', 'revoked', 'idle', 'taken_over', 'released_by_operator',
  'robot_offline', 'deregistered', 'session_ended', 'unconfirmed', 'superseded',
  'out_of_service', 'paused',
]);
export const CODES = Object.freeze([
  'bad_request', 'unknown_robot', 'unknown_match', 'unknown_camera', 'unknown_code', 'expired',
  'used_up', 'robot_taken', 'robot_offline', 'not_your_lease', 'not_allowed', 'match_full',
  'wrong_state', 'too_many_requests', 'too_large', 'unauthorized', 'not_found',
  'method_not_allowed', 'unsupported_media_type', 'full', 'unavailable', 'io', 'no_memory',
  'not_connected', 'config', 'version', 'stale', 'internal',
]);
