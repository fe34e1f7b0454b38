// What a match is made of, as types. Source: broker-config/README.md, "Matches"; what the wire leaves
// out because it is the default is optional here.

/** @typedef {'lobby' | 'ready' | 'countdown' | 'running' | 'paused' | 'finished' | 'aborted'} State */
/** @typedef {'up' | 'shielded' | 'down' | 'out'} UnitState */

/**
 * @typedef {object} Unit a robot's place in a match
 * @property {string | null} robot
 * @property {UnitState} state
 * @property {number} health 0 … rules.hit_points
 * @property {number} heat %
 * @property {boolean} [hot] overheated: its shots do not count
 * @property {number} [lives] absent: without end
 * @property {number} [back] ms until it respawns, or until its shield ends
 * @property {number} limit % of its speed that is left to it
 */

/**
 * @typedef {object} Seat
 * @property {string | null} player a principal
 * @property {boolean} ready
 * @property {number} [away] ms that the seat still waits for its player
 * @property {Unit[]} units
 */

/** @typedef {{ name: string, score: number, seats: Seat[] }} Team */
/** @typedef {{ why: string, who: string, bypassed?: boolean }} Missing `who`: a team's name, a principal or a robot, as `why` says */

/**
 * @typedef {object} Player what somebody did who had a seat; after the match only
 * @property {string} player
 * @property {number} team
 * @property {number} shots
 * @property {number} hits
 * @property {number} eliminations
 * @property {number} deaths
 * @property {number} points
 * @property {number} distance_mm
 * @property {number} driven_ms
 * @property {Record<string, number>} [refused] frames, by reason
 * @property {number} [stops]
 * @property {number} [delay_p50_ms]
 * @property {number} [delay_p99_ms]
 */

/**
 * @typedef {object} Doc the document: everything but what changes by the second
 * @property {string} id
 * @property {string} name
 * @property {State} state
 * @property {string} [host] a principal
 * @property {boolean} [held] the clock stands: the arena lost its connection
 * @property {number} created Unix ms, as the next two; absent or 0: not yet
 * @property {number} [started]
 * @property {number} [ended]
 * @property {number} seq of the last entry of its log
 * @property {number} clock ms
 * @property {number} [winner] a team, -1 a draw; absent: undecided
 * @property {string} [next] the match that goes on from this one
 * @property {Record<string, number>} rules
 * @property {Team[]} teams
 * @property {Missing[]} [missing]
 * @property {string[]} [queue] principals
 * @property {Player[]} [players]
 */

/**
 * @typedef {object} LiveUnit as Unit, and
 * @property {string} robot
 * @property {UnitState} state
 * @property {number} health
 * @property {number} heat
 * @property {boolean} [hot]
 * @property {number} [back]
 * @property {number} limit
 * @property {number} [shots] since the last live message
 * @property {{ x: number, y: number, heading: number }} [pose]
 */

/** @typedef {{ at: number, seq: number, state: State, clock: number, scores: number[], units: LiveUnit[] }} Live */

/**
 * @typedef {object} Entry of the log; which members it has is said by its kind (robot/base/match.h)
 * @property {number} seq 1, 2, 3 … without a gap
 * @property {number} at ms since the match was created
 * @property {number} [ts] Unix ms
 * @property {string} kind
 * @property {string} [who]
 * @property {string} [robot]
 * @property {string} [by]
 * @property {number} [team]
 * @property {number} [seat] of the whole match
 * @property {number} [unit] of the whole match
 * @property {string} [verdict]
 * @property {number} [points]
 * @property {number} [value]
 * @property {number} [fire]
 * @property {number} [hit]
 * @property {number} [ref] seq
 * @property {number} [ms]
 * @property {string} [missing]
 * @property {string} [about]
 */

/** @typedef {{ name: string, unit: string, least: number, most: number, default: number }} Rule */

/**
 * @typedef {object} Brief a match in the list over HTTP
 * @property {string} id
 * @property {string} name
 * @property {State} state
 * @property {string} host
 * @property {number} created
 * @property {number} started
 * @property {number} ended
 * @property {number | null} winner null: undecided
 * @property {{ name: string, score: number }[]} teams
 * @property {number} players
 */

export {};
