// Short tones that say what the eyes may miss. Browsers allow a sound only after the person has
// touched the page; before that there is none, and no complaint.

const LOUD = 0.18;
const NOTES = Object.freeze({
  turn: [[660, 0.16], [880, 0.2]],
  stop: [[392, 0.1], [262, 0.22]],
  lost: [[494, 0.14], [392, 0.14], [330, 0.24]],
  low: [[740, 0.09], [740, 0.09]],
});

/** @type {AudioContext | null} */
let audio = null;

/** Whether the person has touched the page: without that, browsers refuse sound and vibration. */
export const isTouched = () => navigator.userActivation?.hasBeenActive !== false;

/** @returns {AudioContext | null} null as long as the page may make no sound */
export function audioOf() {
  if (!isTouched()) return null;
  audio ??= new AudioContext();
  if (audio.state === 'suspended') void audio.resume().catch(() => {});
  return audio;
}

/** @param {keyof typeof NOTES} name */
export function play(name) {
  const context = audioOf();
  if (!context) return;
  let at = context.currentTime;
  for (const [hz, seconds] of NOTES[name]) {
    note(context, hz, at, seconds);
    at += seconds;
  }
}

/** @param {AudioContext} context @param {number} hz @param {number} at @param {number} seconds */
function note(context, hz, at, seconds) {
  const tone = new OscillatorNode(context, { frequency: hz });
  const gain = new GainNode(context, { gain: 0 });
  gain.gain.setTargetAtTime(LOUD, at, 0.01);
  gain.gain.setTargetAtTime(0, at + seconds * 0.6, 0.05);
  tone.connect(gain).connect(context.destination);
  tone.start(at);
  tone.stop(at + seconds * 2);
}

/** It is your turn. */
export const chime = () => play('turn');
