// What a fight sounds like, made of tones and noise on the spot: nothing is fetched. Everything goes
// through one compressor, so that ten shots at once are loud and not torn.

import { audioOf } from '../sound.js';

const LOUD = 1.3;

/** @typedef {{ context: AudioContext, out: AudioNode, at: number }} Stage */

/** @type {{ context: AudioContext, out: AudioNode, noise: AudioBuffer } | null} */
let mixed = null;

/** @param {AudioContext} context */
function mixerOf(context) {
  if (mixed?.context === context) return mixed;
  const press = new DynamicsCompressorNode(context, { threshold: -18, ratio: 6, attack: 0.002, release: 0.12 });
  press.connect(new GainNode(context, { gain: LOUD })).connect(context.destination);
  const noise = new AudioBuffer({ length: context.sampleRate, sampleRate: context.sampleRate });
  const samples = noise.getChannelData(0);
  for (let i = 0; i < samples.length; i += 1) samples[i] = Math.random() * 2 - 1;
  mixed = { context, out: press, noise };
  return mixed;
}

/** Loud at once, then dying away. @param {Stage} stage @param {number} after s @param {number} loud @param {number} seconds */
function swell({ context, out, at }, after, loud, seconds) {
  const gain = new GainNode(context, { gain: 0 });
  gain.gain.setValueAtTime(0, at + after);
  gain.gain.linearRampToValueAtTime(loud, at + after + 0.006);
  gain.gain.exponentialRampToValueAtTime(0.0008, at + after + seconds);
  gain.connect(out);
  return gain;
}

/**
 * @param {Stage} stage @param {{ hz: number, to?: number, s: number, loud?: number, after?: number, wave?: OscillatorType }} how
 *   `to`: the pitch it ends on
 */
function tone(stage, { hz, to = hz, s, loud = 0.3, after = 0, wave = 'triangle' }) {
  const start = stage.at + after;
  const source = new OscillatorNode(stage.context, { type: wave, frequency: hz });
  source.frequency.setValueAtTime(hz, start);
  source.frequency.exponentialRampToValueAtTime(to, start + s);
  source.connect(swell(stage, after, loud, s));
  source.start(start);
  source.stop(start + s + 0.02);
}

/** @param {Stage} stage @param {{ hz: number, to?: number, s: number, loud?: number, after?: number, q?: number }} how a band of noise */
function hiss(stage, { hz, to = hz, s, loud = 0.3, after = 0, q = 0.8 }) {
  const start = stage.at + after;
  const source = new AudioBufferSourceNode(stage.context, { buffer: mixerOf(stage.context).noise, loop: true });
  const band = new BiquadFilterNode(stage.context, { type: 'bandpass', frequency: hz, Q: q });
  band.frequency.setValueAtTime(hz, start);
  band.frequency.exponentialRampToValueAtTime(to, start + s);
  source.connect(band).connect(swell(stage, after, loud, s));
  source.start(start, Math.random() * 0.5);
  source.stop(start + s + 0.02);
}

/** @param {Stage} stage @param {number[]} notes @param {number} step s @param {number} [loud] @param {OscillatorType} [wave] */
const melody = (stage, notes, step, loud = 0.24, wave = 'triangle') =>
  notes.forEach((hz, i) => tone(stage, { hz, s: i === notes.length - 1 ? step * 4 : step * 1.6, after: i * step, loud, wave }));

const SOUNDS = Object.freeze({
  shot: (/** @type {Stage} */ on) => {
    tone(on, { hz: 1250, to: 190, s: 0.13, loud: 0.5, wave: 'sawtooth' });
    hiss(on, { hz: 3200, to: 900, s: 0.09, loud: 0.9 });
  },
  dry: (/** @type {Stage} */ on) => hiss(on, { hz: 1800, s: 0.05, loud: 0.8, q: 3 }),
  scored: (/** @type {Stage} */ on) => {
    tone(on, { hz: 1568, s: 0.12, loud: 0.3, wave: 'sine' });
    tone(on, { hz: 2349, s: 0.16, after: 0.045, loud: 0.24, wave: 'sine' });
  },
  spared: (/** @type {Stage} */ on) => tone(on, { hz: 520, to: 420, s: 0.14, loud: 0.34, wave: 'square' }),
  struck: (/** @type {Stage} */ on) => {
    tone(on, { hz: 165, to: 52, s: 0.26, loud: 0.85, wave: 'sine' });
    hiss(on, { hz: 700, to: 180, s: 0.16, loud: 0.6 });
  },
  shielded: (/** @type {Stage} */ on) => tone(on, { hz: 980, to: 1480, s: 0.26, loud: 0.42, wave: 'sine' }),
  kill: (/** @type {Stage} */ on) => {
    hiss(on, { hz: 500, to: 90, s: 0.5, loud: 0.6 });
    melody(on, [784, 988, 1319], 0.07, 0.26);
  },
  down: (/** @type {Stage} */ on) => {
    hiss(on, { hz: 420, to: 60, s: 0.9, loud: 0.8 });
    tone(on, { hz: 330, to: 55, s: 0.8, loud: 0.4, wave: 'sawtooth' });
  },
  respawned: (/** @type {Stage} */ on) => melody(on, [392, 523, 659, 784], 0.07, 0.22),
  overheated: (/** @type {Stage} */ on) => {
    hiss(on, { hz: 5200, to: 1500, s: 0.8, loud: 0.35, q: 0.5 });
    tone(on, { hz: 740, s: 0.09, loud: 0.2, wave: 'square' });
    tone(on, { hz: 740, s: 0.09, after: 0.14, loud: 0.2, wave: 'square' });
  },
  cooled: (/** @type {Stage} */ on) => tone(on, { hz: 660, to: 990, s: 0.18, loud: 0.42, wave: 'sine' }),
  focus: (/** @type {Stage} */ on) => tone(on, { hz: 620, to: 760, s: 0.1, loud: 0.34, wave: 'sine' }),
  count: (/** @type {Stage} */ on) => tone(on, { hz: 523, s: 0.22, loud: 0.5 }),
  tick: (/** @type {Stage} */ on) => tone(on, { hz: 880, s: 0.09, loud: 0.34, wave: 'sine' }),
  started: (/** @type {Stage} */ on) => {
    tone(on, { hz: 1047, s: 0.55, loud: 0.34 });
    tone(on, { hz: 1568, s: 0.55, loud: 0.16 });
  },
  paused: (/** @type {Stage} */ on) => melody(on, [587, 440], 0.12, 0.24),
  resumed: (/** @type {Stage} */ on) => melody(on, [440, 587], 0.12, 0.24),
  won: (/** @type {Stage} */ on) => melody(on, [523, 659, 784, 1047, 784, 1047], 0.13, 0.3),
  lost: (/** @type {Stage} */ on) => melody(on, [440, 392, 349, 262], 0.2, 0.26),
  draw: (/** @type {Stage} */ on) => melody(on, [523, 523, 659], 0.16, 0.26),
});

/** @typedef {keyof typeof SOUNDS} Sound */

/** @param {Sound} name */
export function sound(name) {
  const context = audioOf();
  if (!context) return;
  SOUNDS[name]({ ...mixerOf(context), at: context.currentTime });
}
