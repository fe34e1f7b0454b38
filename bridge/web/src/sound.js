// Two notes that say "it is your turn". Browsers allow a sound only after the person has touched the
// page, which who waits in a queue has.

const NOTES_HZ = [660, 880];
const NOTE_S = 0.16;
const LOUD = 0.18;

/** @type {AudioContext | null} */
let audio = null;

export function chime() {
  audio ??= new AudioContext();
  const { currentTime, destination } = audio;
  NOTES_HZ.forEach((hz, index) => {
    const at = currentTime + index * NOTE_S;
    const tone = new OscillatorNode(/** @type {AudioContext} */ (audio), { frequency: hz });
    const gain = new GainNode(/** @type {AudioContext} */ (audio), { gain: 0 });
    gain.gain.setTargetAtTime(LOUD, at, 0.01);
    gain.gain.setTargetAtTime(0, at + NOTE_S * 0.6, 0.05);
    tone.connect(gain).connect(destination);
    tone.start(at);
    tone.stop(at + NOTE_S * 2);
  });
}
