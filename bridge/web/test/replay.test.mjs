import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Lines } from '../src/replay/lines.js';
import { Player, RATES } from '../src/replay/player.js';
import { Projector } from '../src/replay/projector.js';
import { RecordedMatch, indexAt } from '../src/replay/record.js';
import { Stagehand } from '../src/arena/stagehand.js';
import { marksOf, nextMark, standsOf } from '../src/replay/marks.js';
import { staged } from './staged.mjs';

const STAGED = staged({ ms: 30000 });
const TEXT = STAGED.lines.map((line) => JSON.stringify(line)).join('\n');

/** @param {string[]} lines */
function recorded(lines) {
  const record = new RecordedMatch();
  for (const line of lines) record.take(line);
  return record;
}
const whole = () => recorded(TEXT.split('\n'));

test('lines are the same however the stream was cut', () => {
  for (const size of [1, 7, 1000, 1e7]) {
    const lines = new Lines();
    const got = [];
    for (let at = 0; at < TEXT.length; at += size) got.push(...lines.take(TEXT.slice(at, at + size)));
    got.push(...lines.end());
    assert.equal(got.join('\n'), TEXT);
    if (size === 1) break; // once in bytes is enough, it is slow
  }
});

test('a line beyond all reason is left out, and what follows is read', () => {
  const lines = new Lines();
  const got = [];
  for (let i = 0; i < 40; i += 1) got.push(...lines.take('x'.repeat(10_000)));
  got.push(...lines.take('xx\n{"a":1}\n\n'));
  assert.deepEqual(got, ['{"a":1}']);
  assert.deepEqual(lines.end(), []);
});

test('a record is looked up by time', () => {
  const record = whole();
  assert.equal(record.left, 0);
  assert.equal(record.entries.length, STAGED.entries.length);
  assert.equal(record.from, 4000);
  assert.equal(record.to, 37000);
  assert.equal(record.docAt(0)?.state, 'lobby');
  assert.equal(record.docAt(6999)?.state, 'countdown');
  assert.equal(record.docAt(7000)?.state, 'running');
  assert.equal(record.docAt(1e9)?.state, 'finished');
  assert.equal(record.liveAt(7050), null);
  assert.equal(record.liveAt(10_049)?.at, 10_000);
  assert.deepEqual(record.livesAround(10_010, 10_210).map(({ at }) => at), [10_000, 10_100, 10_200, 10_300]);
  assert.equal(record.entriesAt(7000), record.entries.findIndex(({ kind }) => kind === 'started') + 1);
});

test('every place is found by bisection', () => {
  const list = [1, 3, 3, 8].map((at) => ({ at }));
  assert.deepEqual([0, 1, 2, 3, 7, 8, 99].map((at) => indexAt(list, at)), [-1, 0, 0, 2, 2, 3, 3]);
  assert.equal(indexAt([], 5), -1);
});

test('what is no record is left out, and breaks nothing', () => {
  const record = recorded([
    'nonsense', '{}', '[]', 'null', '{"what":"match","at":1,"said":{"id":5}}', '{"what":"live","at":2,"said":"x"}',
    '{"what":"live","at":3,"said":{', '{"what":"event","at":1,"said":{"seq":9,"at":1,"kind":"hit"}}',
    '{"what":"__proto__","at":1,"said":{}}', '{"what":"input","at":1,"said":{"act":"mark"}}',
  ]);
  assert.equal(record.isEmpty, true);
  assert.equal(record.liveAt(5), null);
  assert.deepEqual(record.livesAround(0, 9), []);
  assert.deepEqual([record.docAt(5), record.entries, record.left], [null, [], 7]);
});

test('lines that are not in the order of time are put into it', () => {
  const lines = TEXT.split('\n').filter((line) => line.startsWith('{"what":"live"')).slice(0, 20);
  const record = recorded([...lines.slice(10), ...lines.slice(0, 10)]);
  const times = record.livesAround(0, 1e9).map(({ at }) => at);
  assert.deepEqual(times, [...times].sort((a, b) => a - b));
});

test('a player plays at its rate, stands, jumps, and stands at the end', () => {
  const player = new Player();
  player.span(4000, 37000);
  assert.equal(player.at(0), 4000);
  player.play(100);
  assert.equal(player.at(1100), 5000);
  player.setRate(8, 1100);
  assert.equal(player.at(1100), 5000);
  assert.equal(player.at(2100), 13000);
  player.pause(2100);
  assert.equal(player.at(9999), 13000);
  player.seek(36_000, 10_000);
  assert.equal(player.at(10_000), 36_000);
  player.play(10_000);
  assert.equal(player.at(20_000), 37_000);
  player.settle(20_000);
  assert.equal(player.playing, false);
  player.toggle(20_000);
  assert.deepEqual([player.playing, player.at(20_000)], [true, 4000], 'from the end it begins anew');
});

test('a player bears every wish', () => {
  const player = new Player();
  player.span(0, 1000);
  for (const at of [NaN, -5, Infinity, 1e12]) {
    player.seek(at, 0);
    assert.ok(player.at(0) >= 0 && player.at(0) <= 1000);
  }
  player.setRate(3, 0);
  assert.equal(player.rate, 1);
  player.faster(99, 0);
  assert.equal(player.rate, RATES[RATES.length - 1]);
  player.faster(-99, 0);
  assert.equal(player.rate, 0.25);
});

/** Whatever is projected, as the arena's picture draws it. */
function projected() {
  const player = new Player();
  const record = whole();
  player.span(record.from, record.to);
  const projector = new Projector(record, player, 'm-staged');
  const hand = new Stagehand();
  let now = 0;
  hand.tell({ size: { width: 800, height: 500, density: 1 } }, 0);
  projector.feed((told) => hand.tell(structuredClone(told), now));
  return {
    player, projector, record,
    /** @param {number} to ms of real time, in frames */
    pass(to) {
      for (; now < to; now += 50) projector.show(now);
      now = to;
      projector.show(now);
    },
    scene: () => {
      hand.tell({}, now);
      return hand.picture(now)?.scene;
    },
  };
}

test('wherever one jumps, the views are those of that moment', () => {
  const { player, projector, record, pass } = projected();
  let now = 0;
  for (const at of [4000, 30_000, 9000, 37_000, 20_050, 4000]) {
    player.seek(at, now);
    pass((now += 100));
    assert.equal(projector.match.doc, record.docAt(at));
    assert.equal(projector.match.live?.at, record.liveAt(at)?.at);
    assert.equal(projector.match.log.last, record.entriesAt(at));
    assert.deepEqual(projector.match.log.entries.map(({ seq }) => seq), record.entries.slice(0, record.entriesAt(at)).map(({ seq }) => seq));
  }
});

test('the picture of a replay moves as the match did, at every rate', () => {
  for (const rate of RATES) {
    const { player, record, pass, scene } = projected();
    player.seek(12_000, 0);
    player.setRate(rate, 0);
    player.play(0);
    for (const real of [100, 550, 1000, 1700]) {
      pass(real);
      const at = player.at(real);
      const [robot] = scene()?.robots ?? [];
      const around = record.livesAround(at, at).map((live) => live.units[0].pose);
      assert.equal(Math.round(scene()?.at ?? -1), Math.round(at), `rate ${rate}`);
      const [low, high] = [Math.min(...around.map((pose) => pose?.x ?? 0)), Math.max(...around.map((pose) => pose?.x ?? 0))];
      assert.ok(robot.pose.x >= low - 1e-6 && robot.pose.x <= high + 1e-6, `rate ${rate} at ${at}: ${robot.pose.x} of ${low} to ${high}`);
    }
  }
});

test('the clock of a replay is that of the moment, also while it stands', () => {
  const { player, projector, pass } = projected();
  player.seek(10_050, 0);
  pass(5000);
  assert.equal(projector.clock, 30_000 - 3050);
  player.seek(5000, 5000);
  pass(5100);
  assert.equal(projector.clock, 3000, 'what the document of the countdown says');
});

test('the bar marks what counts, and where the clock stood', () => {
  const marks = marksOf(STAGED.entries);
  assert.equal(marks.filter(({ kind }) => kind === 'hit').length, STAGED.entries.filter(({ verdict }) => verdict === 'counted').length);
  const many = Array.from({ length: 5000 }, (_, i) => ({ seq: i, at: i, kind: i % 50 ? 'hit' : 'eliminated', verdict: 'counted' }));
  const few = marksOf(many);
  assert.ok(few.length < 800);
  assert.equal(few.filter(({ kind }) => kind === 'eliminated').length, 100);
  const stands = standsOf([
    { seq: 1, at: 10, kind: 'paused' }, { seq: 2, at: 15, kind: 'held' }, { seq: 3, at: 20, kind: 'resumed' },
    { seq: 4, at: 30, kind: 'goes_on' }, { seq: 5, at: 40, kind: 'paused' },
  ], 99);
  assert.deepEqual(stands, [{ from: 10, to: 20, why: 'paused' }, { from: 15, to: 30, why: 'held' }, { from: 40, to: 99, why: 'paused' }]);
});

test('one jumps to the next moment of interest, and back', () => {
  const marks = marksOf([
    { seq: 1, at: 1000, kind: 'started' }, { seq: 2, at: 2000, kind: 'hit', verdict: 'counted' }, { seq: 3, at: 9000, kind: 'eliminated' },
  ]);
  assert.equal(nextMark(marks, 1000, 1), 9000);
  assert.equal(nextMark(marks, 9500, -1), 1000);
  assert.equal(nextMark(marks, 9000, 1), null);
});
