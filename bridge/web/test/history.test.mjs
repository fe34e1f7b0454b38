// The pure half of the history: cells, windows, the ring, asking, merging, tables.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { APART, ticksOf } from '../src/pages/history/ticks.js';
import { ArenaClock } from '../src/history/clock.js';
import { Emitter } from '../src/emitter.js';
import { Recorder, measured } from '../src/history/recorder.js';
import { Refusal } from '../src/net/asks.js';
import { Ring } from '../src/history/ring.js';
import { Source, answerFrom } from '../src/history/source.js';
import { addressOf, placeFrom } from '../src/history/address.js';
import { beginning, complete } from '../src/history/complete.js';
import { cell, csvOf, fileName, jsonOf } from '../src/history/sheet.js';
import { cellsOf, columnsOf, gapsIn, reach } from '../src/history/cells.js';
import { edges, live, pan, still, zoom } from '../src/history/window.js';
import { gridOf, stepFor } from '../src/history/grid.js';
import { boundsOf, pathOf } from '../src/history/traces.js';
import { parseRoute } from '../src/router.js';
import { wanted } from '../src/history/stored.js';

const NOW = 1_700_000_000_000;
const MIN = 60_000;

// ---- grid ----

test('a window has at most 600 cells of a step that is easily said', () => {
  assert.equal(stepFor(MIN), 100);
  assert.equal(stepFor(10 * MIN), 1000);
  assert.equal(stepFor(24 * 60 * MIN), 5 * MIN);
  for (let span = 2000; span < 1e12; span *= 3) assert.ok(span / stepFor(span) <= 600);
});

test('cells lie on whole multiples of their step, whatever the window', () => {
  const grid = gridOf(NOW + 123, NOW + 10 * MIN + 123);
  assert.deepEqual(grid, { from: NOW, to: NOW + 10 * MIN + 1000, step: 1000, count: 601 });
});

// ---- window ----

test('a live window follows the present, a panned one stands still, and panning back follows again', () => {
  const view = live(MIN);
  assert.deepEqual(edges(view, NOW), { from: NOW - MIN, to: NOW });
  const earlier = pan(view, -10_000, NOW);
  assert.deepEqual(earlier, { follow: false, span: MIN, to: NOW - 10_000 });
  assert.deepEqual(edges(earlier, NOW + 5000), { from: NOW - 70_000, to: NOW - 10_000 });
  assert.deepEqual(pan(earlier, 10_000, NOW), view);
  assert.deepEqual(pan(earlier, 9000, NOW).follow, false);
});

test('zooming keeps what is under the pointer where it is, and a live window live', () => {
  const view = still(NOW - 3 * MIN, NOW - MIN, NOW);
  const at = NOW - 1.5 * MIN;
  const closer = zoom(view, 0.5, at, NOW);
  const { from, to } = edges(closer, NOW);
  assert.equal(to - from, MIN);
  assert.equal((at - from) / MIN, 0.75);
  assert.deepEqual(zoom(live(MIN), 0.5, at, NOW), live(MIN / 2));
  assert.deepEqual(zoom(live(2000), 0.01, null, NOW), live(2000));
});

// ---- ring ----

test('the ring keeps the last samples in a fixed piece of memory', () => {
  const ring = new Ring(100);
  for (let i = 0; i < 1000; i += 1) ring.add(NOW + i, [['battery', i], ['cpu', -i]]);
  assert.equal(ring.length, 100);
  assert.equal(ring.oldest, NOW + 900);
  assert.equal(ring.newest, NOW + 999);
  assert.equal(ring.bytes, 100 * 8 * 3);
  const seen = [];
  ring.each('battery', NOW + 995, (at, value) => seen.push([at - NOW, value]));
  assert.deepEqual(seen, [[995, 995], [996, 996], [997, 997], [998, 998], [999, 999]]);
});

test('twenty robots with ten fields for an hour take 6.1 MiB, and no more after it', () => {
  const rings = Array.from({ length: 20 }, () => new Ring(3600));
  const bytes = () => rings.reduce((sum, ring) => sum + ring.bytes, 0);
  const status = /** @type {[string, number][]} */ (Array.from({ length: 10 }, (_, k) => [`f${k}`, k]));
  const fill = (/** @type {number} */ from) =>
    rings.forEach((ring) => { for (let i = 0; i < 3600; i += 1) ring.add(NOW + from + i, status); });
  fill(0);
  const after = bytes();
  fill(3600);
  assert.equal(after, 6_336_000);
  assert.equal(bytes(), after);
});

test('a field that is not said is not there, and a robot cannot name fields without end', () => {
  const ring = new Ring(4);
  ring.add(1, [['a', 1]]);
  ring.add(2, [['b', 2]]);
  for (let i = 0; i < 200; i += 1) ring.add(3, [[`f${i}`, i]]);
  const seen = [];
  ring.each('a', 0, (at) => seen.push(at));
  assert.deepEqual(seen, []);
  assert.equal(ring.fields.length, 35);
});

test('time in the ring does not run backwards', () => {
  const ring = new Ring(4);
  ring.add(10, [['a', 1]]);
  ring.add(7, [['a', 2]]);
  assert.equal(ring.newest, 10);
});

// ---- clock and recorder ----

test("the arena's clock is the beat that took least, and forgets old ones", () => {
  let here = 1000;
  const clock = new ArenaClock(() => here);
  assert.equal(clock.known, false);
  clock.beat(5900);
  clock.beat(5990);
  clock.beat(5500);
  assert.equal(clock.now(), 5990);
  for (let i = 0; i < 15; i += 1) clock.beat(3000);
  assert.equal(clock.now(), 3000);
});

/** A session that is heard, by hand. */
function heard() {
  const session = Object.assign(new Emitter(), { connection: { state: 'online' } });
  let now = NOW;
  const clock = new ArenaClock(() => now);
  const recorder = new Recorder(/** @type {any} */ (session), 3, clock);
  return {
    recorder, session,
    pass: (/** @type {number} */ ms) => { now += ms; },
    beat: () => session.emit('heard', { what: 'beat', from: 'main', message: { ts: now } }),
    status: (/** @type {object} */ message) => session.emit('heard', { what: 'status', from: 'scout1', message }),
  };
}

test('what is heard is written down from the first beat on, and a broken connection makes a hole', () => {
  const { recorder, session, pass, beat, status } = heard();
  status({ battery: 1 });
  assert.equal(recorder.ring('scout1').length, 0);
  beat();
  assert.equal(recorder.wholeFrom('scout1'), NOW);
  status({ battery: 2, ts: 5, drive: { n: 1 }, pose: { x: 1, y: 2, heading: 3 } });
  assert.deepEqual(recorder.ring('scout1').fields, ['battery', 'pose_x', 'pose_y', 'pose_heading']);
  session.connection.state = 'waiting';
  session.emit('changed', undefined);
  assert.equal(recorder.wholeFrom('scout1'), Infinity);
  session.connection.state = 'online';
  session.emit('changed', undefined);
  pass(9000);
  beat();
  assert.equal(recorder.wholeFrom('scout1'), NOW + 9000);
  for (let i = 0; i < 5; i += 1) {
    pass(1000);
    status({ battery: i });
  }
  assert.equal(recorder.wholeFrom('scout1'), NOW + 12_000, 'a full ring is whole from its oldest sample on');
});

test('a field called __proto__ is a field', () => {
  const status = JSON.parse('{"__proto__": 3, "battery": 1}');
  assert.deepEqual(measured(status), [['__proto__', 3], ['battery', 1]]);
});

// ---- merging ----

const grid = gridOf(NOW, NOW + 10_000, 1000);
/** @param {[number, number][]} samples @returns {import('../src/history/cells.js').Live} */
const recording = (wholeFrom, samples) => ({
  wholeFrom,
  each: (from, take) => samples.filter(([at]) => at >= from).forEach(([at, value]) => take(at, value)),
});

test('a cell is made of the recording where that is whole, else of what is stored: none counts twice', () => {
  const stored = Array.from({ length: 6 }, (_, i) => /** @type {any} */ ([NOW + i * 1000, 2, 1, 2, 3]));
  const cells = cellsOf(grid, stored, recording(NOW + 3500, [[NOW + 3600, 9], [NOW + 4000, 10], [NOW + 4999, 20], [NOW + 5500, 30]]));
  assert.deepEqual([...cells.counts], [2, 2, 2, 2, 2, 1, 0, 0, 0, 0]);
  assert.deepEqual(cells.points()[4], [NOW + 4000, 2, 10, 15, 20]);
});

test('stored cells of a finer step are drawn together: count, mean, least and most', () => {
  const fine = /** @type {any} */ ([[NOW, 1, 5, 5, 5], [NOW + 500, 3, 1, 2, 4], [NOW + 20_000, 1, 1, 1, 1]]);
  assert.deepEqual(cellsOf(grid, fine, null).points(), [[NOW, 4, 1, 2.75, 5]]);
});

test('a line breaks where a robot was away, not where it is slow or stored by the minute', () => {
  const few = () => 2.5;
  assert.deepEqual([...gapsIn([0, 1, 2, 9, 10], few)], [2]);
  assert.deepEqual([...gapsIn([0, 60, 120, 180], few)], []);
  assert.deepEqual([...gapsIn([0, 1, 2, 300, 500, 501], few)], [2, 3]);
  assert.deepEqual([...gapsIn([0, 10, 20, 30], () => 35)], []);
  assert.deepEqual([...gapsIn([5], few)], []);
  const minutes = (/** @type {number} */ k) => reach(1000, 1000, k < 3 ? 60 : 1);
  assert.deepEqual([...gapsIn([0, 60, 120, 180, 181, 182, 300], minutes)], [5]);
});

test('a gap is nulls in the columns, a cell that waits for the next value is none, and a value between two gaps stands alone', () => {
  const cells = cellsOf(grid, [0, 1, 5, 9].map((i) => /** @type {any} */ ([NOW + i * 1000, 1, i, i, i])), null);
  const { mean, alone } = columnsOf(cells, 500);
  assert.deepEqual(mean, [0, 1, null, null, null, 5, null, null, null, 9]);
  assert.deepEqual(alone, [5, 9]);
  const slow = columnsOf(cellsOf(grid, [0, 2, 5].map((i) => /** @type {any} */ ([NOW + i * 1000, 1, i, i, i])), null), 2000);
  assert.deepEqual(slow.mean.slice(0, 6), [0, undefined, 2, undefined, undefined, 5]);
});

// ---- what to ask, and when ----

test('a new window is asked for with one window on either side, but not the future', () => {
  const question = wanted({ from: NOW - 600_000, to: NOW }, Infinity, null, NOW);
  assert.deepEqual(question, { from: NOW - 1_200_000, to: NOW, step: 1000, points: 1200 });
});

test('what was asked is not asked again: until the recording began too late for it', () => {
  const window = (/** @type {number} */ now) => ({ from: now - 600_000, to: now });
  const block = { ...wanted(window(NOW), NOW, null, NOW), askedAt: NOW };
  assert.equal(wanted(window(NOW), NOW, block, NOW), null);
  assert.equal(wanted(window(NOW + 2900), NOW, block, NOW + 2900), null);
  const again = wanted(window(NOW + 4000), NOW, block, NOW + 4000);
  assert.ok(again, 'the seconds before the recording were not stored yet');
  const second = { ...again, askedAt: NOW + 4000 };
  assert.equal(wanted(window(NOW + 300_000), NOW, second, NOW + 300_000), null, 'the recording carries on alone');
  assert.ok(wanted(window(NOW + 300_000), NOW + 200_000, second, NOW + 300_000), 'it had a hole');
  assert.ok(wanted({ from: NOW - 1_300_000, to: NOW - 700_000 }, NOW, second, NOW + 5000), 'panned beyond');
  assert.equal(wanted({ from: NOW - 1_100_000, to: NOW - 500_000 }, NOW, second, NOW + 5000), null);
  assert.ok(wanted({ from: NOW - 30_000, to: NOW }, NOW, second, NOW + 5000), 'another step');
});

test('without a recording the present is asked for again at a calm pace', () => {
  const window = (/** @type {number} */ now) => ({ from: now - 600_000, to: now });
  const block = { ...wanted(window(NOW), Infinity, null, NOW), askedAt: NOW };
  assert.ok(wanted(window(NOW + 3000), Infinity, block, NOW + 3000));
  assert.equal(wanted(window(NOW + 2000), Infinity, block, NOW + 2000), null);
});

// ---- asking ----

/** @param {(() => any)[]} answers in order; the last one again and again */
function source(answers) {
  const waits = /** @type {number[]} */ ([]);
  const urls = /** @type {string[]} */ ([]);
  const made = new Source({
    token: () => `token ${urls.length}`,
    fetch: /** @type {any} */ (async (/** @type {string} */ url, /** @type {any} */ { headers, signal }) => {
      signal.throwIfAborted();
      urls.push(`${url} ${headers.authorization}`);
      return (answers.length > 1 ? answers.shift() : answers[0])();
    }),
    wait: async (ms, signal) => {
      waits.push(ms);
      signal.throwIfAborted();
    },
  });
  return { made, waits, urls };
}

const QUESTION = { robot: 'scout1', from: NOW, to: NOW + 1000, points: 5 };
const answer = (/** @type {any} */ body, status = 200, headers = {}) => new Response(JSON.stringify(body), { status, headers });

test('a lost network and a busy arena are asked again, further apart, with the token of the moment', async () => {
  const { made, waits, urls } = source([
    () => { throw new TypeError('network'); },
    () => answer({}, 503),
    () => new Response('<html>', { status: 502 }),
    () => answer({ fields: { battery: [[NOW, 1, 2, 3, 4], ['x', 1, 2, 3, 4], [1, 2]], __proto__: [] } }),
  ]);
  const tries = /** @type {number[]} */ ([]);
  const { fields } = await made.ask(QUESTION, new AbortController().signal, (n) => tries.push(n));
  assert.deepEqual(fields.get('battery'), [[NOW, 1, 2, 3, 4]]);
  assert.deepEqual(tries, [1, 2, 3]);
  waits.forEach((ms, i) => assert.ok(ms >= 250 * 2 ** i && ms <= 500 * 2 ** i, `${ms} at ${i}`));
  assert.equal(urls[3], `/api/v1/robots/scout1/telemetry?from=${NOW}&to=${NOW + 1000}&points=5 Bearer token 3`);
});

test('Retry-After is kept to', async () => {
  const { made, waits } = source([() => answer({}, 429, { 'retry-after': '7' }), () => answer({ fields: {} })]);
  await made.ask(QUESTION, new AbortController().signal);
  assert.deepEqual(waits, [7000]);
});

test('a refusal is told once, and giving up ends the waiting', async () => {
  const refused = source([() => answer({ code: 'unknown_robot', detail: 'no such' }, 404)]);
  await assert.rejects(refused.made.ask(QUESTION, new AbortController().signal),
    (error) => error instanceof Refusal && error.code === 'unknown_robot');
  assert.equal(refused.urls.length, 1);
  const away = source([() => { throw new TypeError('network'); }]);
  const abort = new AbortController();
  const asked = away.made.ask(QUESTION, abort.signal, (tries) => tries === 3 && abort.abort(new Error('given up')));
  await assert.rejects(asked, /given up/);
  assert.equal(away.urls.length, 3);
});

test('an answer that is none has no fields', () => {
  assert.equal(answerFrom(null).fields.size, 0);
  assert.deepEqual(answerFrom({ fields: { a: 'text' } }).fields.get('a'), []);
});

// ---- every value ----

/**
 * A bridge with these samples, as it answers: at most so many points, by the minute before `rawFrom`.
 * @param {number[]} times @param {number} [rawFrom]
 */
function bridge(times, rawFrom = 0) {
  const questions = /** @type {number[][]} */ ([]);
  const rows = new Map();
  for (const at of times) {
    const key = at >= rawFrom ? at : Math.floor(at / MIN) * MIN;
    rows.set(key, (rows.get(key) ?? 0) + 1);
  }
  /** @type {import('../src/history/complete.js').Ask} */
  const ask = async (from, to, points) => {
    questions.push([from, to, points]);
    const cells = new Map();
    for (const [at, count] of rows) {
      if (at < from || at >= to) continue;
      const k = Math.floor(((at - from) * points) / (to - from));
      cells.set(k, (cells.get(k) ?? 0) + count);
    }
    const list = [...cells].sort(([a], [b]) => a - b).map(([k, count]) =>
      /** @type {any} */ ([from + Math.floor((k * (to - from)) / points), count, 1, 1, 1]));
    return { from, to, fields: new Map(list.length ? [['battery', list]] : []) };
  };
  return { ask, questions };
}

test('every value is found once, in order, however close together', async () => {
  const times = Array.from({ length: 5000 }, (_, i) => NOW + i * 700 + (i % 3) * 90);
  const { ask } = bridge(times);
  const shares = /** @type {number[]} */ ([]);
  const fields = await complete(ask, NOW, NOW + 3_600_000, (share) => shares.push(share));
  const points = fields.get('battery') ?? [];
  assert.equal(points.length, 5000);
  assert.ok(points.every(([at, count], i) => count === 1 && times[i] - at >= 0 && times[i] - at < 450));
  assert.equal(shares.at(-1), 1);
});

test('what is stored by the minute is asked for in long stretches', async () => {
  const day = 24 * 60 * MIN;
  const end = Math.floor(NOW / MIN) * MIN;
  const old = Array.from({ length: 12_000 }, (_, i) => end - 7 * day + Math.floor((i * 7 * day) / 12_000));
  const recent = Array.from({ length: 600 }, (_, i) => end - 600_000 + i * 1000);
  const { ask, questions } = bridge([...old.filter((at) => at < end - 600_000), ...recent], end - 600_000);
  const points = (await complete(ask, end - 7 * day, end)).get('battery') ?? [];
  assert.equal(points.length, 10_080 - 10 + 600);
  assert.ok(questions.length < 40, `${questions.length} questions`);
});

test('where nothing is stored little is asked', async () => {
  const { ask, questions } = bridge([NOW - 90 * 3_600_000, NOW - 1000]);
  const points = (await complete(ask, NOW - 168 * 3_600_000, NOW)).get('battery') ?? [];
  assert.equal(points.length, 2);
  assert.ok(questions.length < 120, `${questions.length} questions`);
});

test('the beginning of a history is found in a few questions', async () => {
  const { ask, questions } = bridge([NOW - 3_600_000, NOW - 1000]);
  const first = await beginning(ask, NOW);
  assert.ok(Math.abs(first - (NOW - 3_600_000)) < 36_000);
  assert.ok(questions.length <= 4);
  assert.equal(await beginning(bridge([]).ask, NOW), NOW);
});

// ---- tables ----

test('a name that begins like a formula cannot become one, and a number stays a number', () => {
  for (const name of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '＝1', '|cmd'])
    assert.match(cell(name), /^"?'/, name);
  assert.equal(cell(-12.5), '-12.5');
  assert.equal(cell('battery'), 'battery');
  assert.equal(cell('a "b", c'), '"a ""b"", c"');
  assert.equal(cell('=HYPERLINK("http://x","y")'), `"'=HYPERLINK(""http://x"",""y"")"`);
  assert.equal(cell('two\r\nlines'), '"two\r\nlines"');
});

const SHEET = {
  from: NOW, to: NOW + 1000, step: 1000,
  parts: [{ robot: 'scout1', name: '<b>', field: '=x', unit: '%', points: [/** @type {any} */ ([NOW, 2, -1, 0.5, 2])] }],
};

test('a CSV has a head and a row for each cell; JSON says the same', () => {
  assert.equal(csvOf(SHEET).join(''),
    "time,robot,field,unit,count,min,mean,max\r\n2023-11-14T22:13:20.000Z,scout1,'=x,%,2,-1,0.5,2\r\n");
  const json = JSON.parse(jsonOf(SHEET).join(''));
  assert.deepEqual(json.series[0].points, [[NOW, 2, -1, 0.5, 2]]);
  assert.deepEqual([json.from, json.to, json.step], [NOW, NOW + 1000, 1000]);
  assert.equal(fileName(SHEET, 'csv'), 'scout1-2023-11-14T221321Z.csv');
});

// ---- address ----

test('what is looked at survives the address, whatever robots call their fields', () => {
  const place = { robots: ['scout1', 'scout2'], fields: ['a&b', 'c,d', '100 %', '<b>', 'ü+ö', '?#/'], view: still(NOW - MIN, NOW - 1, NOW * 2) };
  const route = parseRoute(`#${new URL(`http://x/#${addressOf(place)}`).hash.slice(1)}`);
  assert.equal(route.page, 'history');
  assert.deepEqual(placeFrom(route.rest), place);
  const following = { robots: ['scout1'], fields: [], view: live(MIN) };
  assert.deepEqual(placeFrom(parseRoute(`#${addressOf(following)}`).rest), following);
});

test('an address that says nonsense is no harm', () => {
  const { robots, view, fields } = placeFrom('scout1,../x,scout1,<b>?range=-5&to=1e99&field');
  assert.deepEqual(robots, ['scout1']);
  assert.deepEqual(view, live(600_000));
  assert.deepEqual(fields, ['']);
  assert.equal(placeFrom(Array.from({ length: 20 }, (_, i) => `r${i}`).join(',')).robots.length, 8);
});

// ---- small lines ----

test('a small line goes from left to right, within its box', () => {
  const box = { width: 60, height: 20, least: 0, most: 100 };
  assert.equal(pathOf([0, 50, 100, 1e9], box), 'M0 20L20 10L40 0L60 0');
  assert.equal(pathOf([1], box), '');
  assert.equal(pathOf([1, 2], { ...box, most: 0 }), '');
  assert.deepEqual(boundsOf([50, 51], 10), { least: 45.5, most: 55.5 });
  assert.deepEqual(boundsOf([0, 51], 10), { least: 0, most: 51 });
});

// ---- ticks ----

test('ticks stand at whole minutes, days and months of the time zone, also where clocks change', () => {
  process.env.TZ = 'Europe/Berlin';
  const local = (/** @type {number[]} */ ticks) => ticks.map((at) => {
    const date = new Date(at);
    return `${date.getMonth() + 1}-${date.getDate()} ${date.getHours()}:${date.getMinutes()}:${date.getSeconds()}`;
  });
  const at = new Date(2026, 2, 28, 11, 58, 39).getTime();
  assert.deepEqual(local(ticksOf(at, at + 30_000, 10_000)), ['3-28 11:58:40', '3-28 11:58:50', '3-28 11:59:0']);
  assert.deepEqual(local(ticksOf(at, at + 2.5 * 86_400_000, 86_400_000)), ['3-29 0:0:0', '3-30 0:0:0', '3-31 0:0:0']);
  assert.deepEqual(local(ticksOf(at, at + 5 * 30 * 86_400_000, 90 * 86_400_000)), ['4-1 0:0:0', '7-1 0:0:0']);
  for (const apart of APART) {
    const ticks = ticksOf(at, at + 6 * apart, apart);
    assert.ok(ticks.length >= 4 && ticks.length <= 7 && ticks.every((tick, i) => i === 0 || tick > ticks[i - 1]), `${apart}: ${ticks}`);
  }
});
