// How an event of a fight is heard and felt: a sound, a pattern of the phone's motor, a push of the
// gamepad's.

/** @typedef {import('./sounds.js').Sound} Sound */
/** @typedef {{ sound?: Sound, buzz?: number[], rumble?: [ms: number, strength: number] }} Feeling */

/** @type {Readonly<Record<string, Feeling>>} by what `feedback.js` calls it, or the display itself */
export const FEELINGS = Object.freeze({
  shot: { sound: 'shot', buzz: [12], rumble: [60, 0.25] },
  dry: { sound: 'dry' },
  scored: { sound: 'scored', buzz: [25] },
  spared: { sound: 'spared' },
  struck: { sound: 'struck', buzz: [70, 30, 40], rumble: [220, 0.9] },
  shielded: { sound: 'shielded', buzz: [20] },
  kill: { sound: 'kill', buzz: [30, 30, 30, 30, 60], rumble: [200, 0.5] },
  down: { sound: 'down', buzz: [300], rumble: [600, 1] },
  respawned: { sound: 'respawned', buzz: [40, 40, 40] },
  overheated: { sound: 'overheated', buzz: [50, 50, 50], rumble: [250, 0.4] },
  cooled: { sound: 'cooled' },
  spare: { sound: 'respawned' },
  focus: { sound: 'focus' },
  count: { sound: 'count', buzz: [20] },
  tick: { sound: 'tick' },
  started: { sound: 'started', buzz: [120], rumble: [200, 0.5] },
  goes_on: { sound: 'resumed' },
  paused: { sound: 'paused' },
  held: { sound: 'paused' },
  resumed: { sound: 'resumed' },
  penalty: { sound: 'spared', buzz: [60] },
  aborted: { sound: 'paused' },
  won: { sound: 'won', buzz: [60, 60, 60, 60, 200], rumble: [400, 0.6] },
  lost: { sound: 'lost', buzz: [200] },
  draw: { sound: 'draw', buzz: [80, 60, 80] },
  stop: { buzz: [140], rumble: [220, 0.9] },
});
