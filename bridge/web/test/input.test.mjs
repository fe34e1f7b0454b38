import { test } from 'node:test';
import assert from 'node:assert/strict';
import { Mixer } from '../src/input/mixer.js';
import { PadDevice } from '../src/input/gamepad.js';
import { Paced } from '../src/input/paced.js';
import { Trigger } from '../src/input/trigger.js';
import { curve, deadZone, shaped } from '../src/input/shape.js';
import { settingsFrom } from '../src/settings.js';

const NO_INVERSION = { x: false, y: false, cx: false, cy: false };

test('the dead zone is neutral and the rest still reaches 1', () => {
  assert.equal(deadZone(0.08, 0.08), 0);
  assert.equal(deadZone(-0.05, 0.08), 0);
  assert.equal(deadZone(1, 0.4), 1);
  assert.equal(deadZone(-1.5, 0.08), -1);
  assert.ok(Math.abs(deadZone(0.54, 0.08) - 0.5) < 1e-12);
  assert.equal(deadZone(0.01, 0), 0.01);
});

test('the curve is gentle in the middle and whole at the end', () => {
  assert.equal(curve(0.5, 0), 0.5);
  assert.equal(curve(0.5, 1), 0.125);
  assert.equal(curve(-0.5, 1), -0.125);
  for (const expo of [0, 0.3, 1]) assert.deepEqual([curve(1, expo), curve(-1, expo)], [1, -1]);
});

test('inversion turns one axis, never zero into minus zero, and nonsense is let go', () => {
  const invert = { ...NO_INVERSION, y: true };
  const sticks = shaped({ x: 0.5, y: 0.5, cx: NaN, cy: 0, z: 1 }, { deadZone: 0, expo: 0, invert });
  assert.deepEqual(sticks, { x: 0.5, y: -0.5, cx: 0, cy: 0, z: 1 });
  assert.ok(Object.is(shaped({ y: 0 }, { deadZone: 0, expo: 0, invert }).y, 0));
});

test('of each axis the largest deflection counts, and the mixer knows who holds what', () => {
  const mixer = new Mixer();
  const device = (kind, sticks) => ({ kind, sticks: () => sticks, letGo: () => {} });
  mixer.attach(device('keys', { y: 0.2 }));
  const detach = mixer.attach(device('stick', { y: -0.9, x: 0 }));
  mixer.attach(device('pad', {}));
  assert.deepEqual(mixer.sticks(), { y: -0.9 });
  assert.deepEqual(mixer.held, ['keys', 'stick']);
  detach();
  assert.deepEqual(mixer.sticks(), { y: 0.2 });
  assert.deepEqual(mixer.held, ['keys']);
});

/** A gamepad that a test holds. */
function padOf(settings = {}) {
  const told = { stops: 0, acts: [] };
  const pad = { connected: true, mapping: 'standard', id: 'test', axes: [0, 0, 0, 0], buttons: Array.from({ length: 17 }, () => ({ pressed: false, value: 0 })) };
  const plugged = { pads: [pad] };
  const device = new PadDevice({
    pads: () => plugged.pads,
    settings: () => ({ ...settingsFrom(null), expo: 0, deadZone: 0, ...settings }),
    stop: () => (told.stops += 1),
    act: (index) => told.acts.push(index),
  });
  const press = (index, value = 1) => (pad.buttons[index] = { pressed: value > 0.5, value });
  return { device, pad, plugged, told, press };
}

test('a gamepad that is held while it is plugged in moves nothing until it was let go', () => {
  const { device, pad } = padOf();
  pad.axes = [0, -1, 0, 0];
  assert.deepEqual(device.sticks(), {});
  assert.equal(device.state, 'wait');
  pad.axes = [0, -0.05, 0, 0];
  device.sticks();
  assert.equal(device.state, 'ready');
  pad.axes = [0, -1, 0, 0];
  assert.equal(device.sticks().y, 1);
  device.letGo();
  assert.deepEqual(device.sticks(), {});
});

test('an unplugged gamepad holds nothing and says so', () => {
  const { device, pad, plugged } = padOf();
  device.sticks();
  pad.axes = [1, 0, 0, 0];
  assert.equal(device.sticks().x, 1);
  plugged.pads = [null];
  assert.deepEqual(device.sticks(), {});
  assert.equal(device.state, 'gone');
});

test('of two gamepads the other one, held, moves nothing when the first is pulled out', () => {
  const { device, pad, plugged } = padOf();
  const other = { ...pad, index: 1, axes: [0, -1, 0, 0] };
  Object.assign(pad, { index: 0 });
  plugged.pads = [pad, other];
  device.sticks();
  assert.equal(device.state, 'ready');
  plugged.pads = [null, other];
  assert.deepEqual(device.sticks(), {});
  other.axes = [0, 0, 0, 0];
  device.sticks();
  other.axes = [0, -1, 0, 0];
  assert.equal(device.sticks().y, 1);
});

test('buttons of a gamepad act once a press, as they are mapped; stop needs no trust', () => {
  const { device, pad, press, told } = padOf({ pad: { ...settingsFrom(null).pad, stop: 7 } });
  pad.axes = [1, 0, 0, 0];
  press(7);
  press(0);
  device.sticks();
  assert.deepEqual(told, { stops: 1, acts: [] });
  pad.axes = [0, 0, 0, 0];
  press(0, 0);
  device.sticks();
  press(0);
  device.sticks();
  device.sticks();
  assert.deepEqual(told, { stops: 1, acts: [0] });
  press(12);
  assert.equal(device.sticks().z, 1);
});

test('a slider says its first value at once and its last one always, five times a second', async () => {
  let now = 0;
  const said = [];
  const paced = new Paced((value) => said.push([now, value]), 200, () => now);
  paced.offer(1);
  for (const [at, value] of [[50, 2], [120, 3], [150, 4]]) {
    now = at;
    paced.offer(value);
  }
  assert.deepEqual(said, [[0, 1]]);
  now = 200;
  await new Promise((resolve) => setTimeout(resolve, 80));
  assert.deepEqual(said, [[0, 1], [200, 4]]);
  paced.close();
});

test('a key whose release was never heard keeps the trigger neither held nor from being let go', (t) => {
  globalThis.Element ??= class {};
  t.after(() => trigger.close());
  const window = Object.assign(new EventTarget(), { document: { querySelector: () => null } });
  const key = (type, code) => window.dispatchEvent(Object.assign(new Event(type, { cancelable: true }), { code }));
  const trigger = new Trigger(window, () => ['KeyF', 'Space']);
  key('keydown', 'KeyF');
  assert.ok(trigger.held);
  trigger.letGo(); // the window lost the focus, and F goes up somewhere else
  assert.ok(!trigger.held);
  key('keydown', 'Space');
  assert.ok(trigger.held);
  key('keyup', 'Space');
  assert.ok(!trigger.held);
  key('keydown', 'KeyF');
  key('keydown', 'Space');
  key('keyup', 'KeyF');
  assert.ok(trigger.held, 'the other one is still down');
  key('keyup', 'Space');
  assert.ok(!trigger.held);
});
