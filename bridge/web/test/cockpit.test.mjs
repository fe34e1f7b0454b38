import { test } from 'node:test';
import assert from 'node:assert/strict';
import { hindranceOf, mayAct } from '../src/pages/drive/hindrance.js';
import { qualityOf } from '../src/pages/drive/quality.js';
import { isFixed, measured, middle, scaleOf, tidy } from '../src/drive/range.js';
import { Track, turn } from '../src/drive/track.js';
import { en } from '../src/words/en.js';
import { de } from '../src/words/de.js';

const STATUS = { age: 100, mode: 'driving', why: [], stops: [] };
/** Everything is well. */
const DRIVING = {
  connection: 'online', hidden: false, bridge: true, leased: true, referee: false, roster: 'online', outOfService: false,
  mayDrive: true, link: { age: 50, ready: true }, armed: true, status: STATUS, isOwnStop: (id) => id.startsWith('own'),
  stopping: false, clearing: false, held: [],
};
const unready = { link: { age: 50, ready: false }, armed: false };

/** @type {[facts: object, code: string | null, help?: string][]} */
const CASES = [
  [{}, null],
  [{ held: ['keys'] }, null],
  [{ connection: 'taken_over' }, 'taken_over', 'continue'],
  [{ connection: 'refused' }, 'refused', 'join'],
  [{ connection: 'waiting' }, 'offline', 'retry'],
  [{ connection: 'connecting', bridge: false, ...unready }, 'offline', 'retry'],
  [{ leased: false }, 'no_lease', 'robots'],
  [{ hidden: true, ...unready }, 'hidden'],
  [{ outOfService: true }, 'out_of_service', 'release'],
  [{ status: { ...STATUS, why: ['out_of_service'] } }, 'out_of_service', 'release'],
  [{ roster: 'offline', link: { age: 4000, ready: true } }, 'robot_offline', 'release'],
  [{ roster: 'lost' }, 'robot_lost', 'release'],
  [{ status: { ...STATUS, stops: ['own1'] }, clearing: true }, 'clearing'],
  [{ clearing: true }, null],
  [{ status: { ...STATUS, mode: 'stopped', stops: ['own1'] }, ...unready }, 'stopped_own', 'clear'],
  [{ status: { ...STATUS, stops: ['x1'] } }, 'stopped_other', undefined],
  [{ status: { ...STATUS, stops: ['x1'] }, referee: true }, 'stopped_other', 'clear'],
  [{ status: { ...STATUS, stops: ['x1', 'own1'] } }, 'stopped_both', 'clear'],
  [{ status: { ...STATUS, mode: 'stopped' } }, 'stopped_unnamed', 'clear'],
  [{ stopping: true }, 'stopping'],
  [{ bridge: false }, 'bridge'],
  [{ bridge: false, status: { ...STATUS, stops: ['own1'] } }, 'stopped_own', 'clear'],
  [{ status: { ...STATUS, why: ['paused'] } }, 'paused'],
  [{ status: { ...STATUS, why: ['lease_stale'] } }, 'lease_stale'],
  [{ status: { ...STATUS, why: ['lease_stale'], age: 9000 } }, null],
  [{ mayDrive: false }, 'not_drive'],
  [{ roster: 'stale', link: { age: 1500, ready: true } }, 'robot_stale', 'release'],
  [{ roster: 'stale' }, null],
  [{ link: { age: 1001, ready: true }, armed: false }, 'silent'],
  [{ link: null, armed: false }, 'connecting'],
  [{ ...unready, held: ['keys'] }, 'let_go_keys'],
  [{ ...unready, held: ['keys', 'stick'] }, 'let_go_stick'],
  [{ ...unready, held: ['keys', 'pad'] }, 'let_go_pad'],
  [{ armed: false }, 'neutral_first'],
  [{ status: { ...STATUS, mode: 'deadman' }, held: ['stick'] }, 'deadman'],
  [{ status: { ...STATUS, mode: 'deadman' } }, null],
];

test('whatever keeps the robot from moving has its own sentence and the button that helps', () => {
  const seen = new Set();
  for (const [facts, code, help] of CASES) {
    const found = hindranceOf({ ...DRIVING, ...facts });
    assert.equal(found?.code ?? null, code, JSON.stringify(facts));
    assert.equal(found?.help, help, JSON.stringify(facts));
    if (code) seen.add(code);
  }
  assert.deepEqual([...seen].sort(), Object.keys(en.hindrance).sort(), 'each sentence has a case');
  for (const words of [en, de]) {
    const sentences = Object.values(words.hindrance);
    assert.equal(new Set(sentences).size, sentences.length, 'each sentence is another one');
  }
});

test('a short pause takes no action away', () => {
  assert.equal(mayAct(null), true);
  assert.equal(mayAct({ code: 'deadman', tone: 'wait' }), true);
  assert.equal(mayAct({ code: 'stopped_own', tone: 'bad' }), false);
});

test('the network is judged by its worst class, and a class is left with some ease only', () => {
  assert.equal(qualityOf(null, null), null);
  assert.equal(qualityOf(50, 0.5), null);
  assert.equal(qualityOf(310, 0), 'long');
  assert.equal(qualityOf(310, 2), 'far_lossy');
  assert.equal(qualityOf(460, 0), 'far');
  assert.equal(qualityOf(150, 2), 'lossy');
  assert.equal(qualityOf(20, 8), 'losing');
  assert.equal(qualityOf(210, 0), null);
  assert.equal(qualityOf(210, 0, 'long'), 'long');
  assert.equal(qualityOf(180, 0, 'long'), null);
});

test('a slider of any range stays within it and has a finite number of steps', () => {
  const ranges = [[0, 1], [1, 100], [-50, -20], [60, 180], [-1e308, 1e308], [0, 1e-9], [-1e13, 5], [0.1, 0.30000000000000004], [1e11, 1e12]];
  for (const [min, max] of ranges) {
    const scale = scaleOf({ min, max });
    assert.ok(scale.step > 0 && (scale.max - scale.min) / scale.step <= 1001, `${min} ${max}: ${scale.step}`);
    for (const place of [scale.min, (scale.min + scale.max) / 2, scale.max]) {
      const value = scale.value(place);
      assert.ok(value >= min && value <= max, `${min} ${max}: ${value}`);
    }
    assert.equal(scale.value(scale.max), max);
    assert.equal(scale.value(scale.min), min);
    assert.ok(Number.isFinite(scale.place(middle({ min, max }))));
  }
  assert.equal(isFixed({ min: 3, max: 3 }), true);
});

test('figures are short, whatever their size', () => {
  assert.deepEqual([0, 1.256, 12.34, 123.4, 1e308, -5e-7, NaN].map(tidy), ['0', '1.26', '12.3', '123', '1.0e308', '-5.0e-7', '–']);
  assert.equal(measured(5, 'deg'), '5°');
  assert.equal(measured(5, '%'), '5\u00a0%');
  assert.equal(measured(undefined, '%'), '–');
});

test('a robot is carried on by its speed between two poses, no longer than the next may take', () => {
  const track = new Track();
  track.heard({ x: 0, y: 0, heading: 0 }, 1, 0);
  track.heard({ x: 0, y: 0.5, heading: 0 }, 1, 500);
  assert.equal(track.at(500)?.y, 0.5);
  let pose = null;
  for (let now = 520; now <= 1000; now += 20) pose = track.at(now);
  assert.ok(pose.y > 0.75 && pose.y <= 1, String(pose.y));
  for (let now = 1020; now <= 5000; now += 20) pose = track.at(now);
  assert.ok(Math.abs(pose.y - 1) < 0.01, 'it stays where the guess ended');
});

test('a robot that stands is not carried on, one that was carried away is shown there at once', () => {
  const track = new Track();
  track.heard({ x: 0, y: 0, heading: 350 }, 1, 0);
  track.heard({ x: 0, y: 0.5, heading: 350 }, 0, 500);
  track.at(500);
  assert.equal(track.at(900)?.y, 0.5);
  track.heard({ x: 50, y: 50, heading: 0 }, 0, 1000);
  assert.equal(track.at(1001)?.x, 50);
  track.heard({ x: 'NaN', y: 1, heading: 0 }, 0, 1100);
  assert.equal(track.points.length, 3);
  assert.equal(turn(350), -10);
  assert.equal(turn(-190), 170);
});
