import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Match } from '../src/match/match.js';
import { Reel } from '../src/arena/reel.js';
import { Stagehand } from '../src/arena/stagehand.js';
import { boundsOf, viewOf } from '../src/arena/view.js';
import { liveFeed } from '../src/arena/feed.js';
import { looksOf } from '../src/arena/teams.js';
import { parseMap } from '../src/arena/map.js';
import { reachOf } from '../src/arena/effects.js';
import { sceneOf } from '../src/arena/scene.js';

const MAPS = ['yard', 'lanes', 'keep'];
const textOf = (/** @type {string} */ name) =>
  readFileSync(new URL(`../../../robot/sim/maps/${name}.map`, import.meta.url), 'utf8');
/** A hall of 5 x 4 cells with a start. */
const HALL = ['#####', '#1..#', '#..o#', '#####'];
const mapOf = (rows = HALL, head = ['name: Hall', 'cell: 1']) => parseMap([...head, '', ...rows, ''].join('\n'));

test('the three maps are read, and their walls lie where the text has them', () => {
  for (const name of MAPS) {
    const map = parseMap(textOf(name));
    assert.ok(map, name);
    const rows = textOf(name).trimEnd().split('\n\n')[1].split('\n');
    assert.deepEqual([map.width, map.height], [rows[0].length * map.cell, rows.length * map.cell]);
    rows.forEach((row, r) => [...row.padEnd(48, '.')].forEach((sign, c) => {
      const [x, y] = [(c + 0.5) * map.cell, (rows.length - 1 - r + 0.5) * map.cell];
      const inWall = map.walls.some((wall) => x > wall.x && x < wall.x + wall.width && y > wall.y && y < wall.y + wall.height);
      assert.equal(inWall, sign === '#', `${name}: a wall at row ${r}, column ${c}`);
      assert.equal(map.solid(x, y), sign === '#' || sign === 'o', `${name}: solid at row ${r}, column ${c}`);
    }));
    assert.ok(map.walls.length < 317 && map.starts.length >= 12 && map.pads.length > 0);
  }
});

test('a map has its origin below on the left, and beyond it is wall', () => {
  const map = mapOf();
  assert.deepEqual(map?.starts, [{ x: 1.5, y: 2.5, team: 0 }]);
  assert.deepEqual(map?.pillars, [{ x: 3.5, y: 1.5 }]);
  assert.equal(map?.solid(-0.1, 2), true);
  assert.equal(map?.solid(2, 99), true);
  assert.equal(map?.solid(NaN, 1), true);
  assert.equal(map?.solid(3.05, 1.05), false); // beside the pillar, in its cell
});

test('what is no map is none', () => {
  const cases = /** @type {[string, unknown][]} */ ([
    ['nothing', ''], ['no text', null], ['an object', {}], ['a page', '<!doctype html><html></html>'],
    ['too long', `name: x\n\n${'#'.repeat(20000)}`],
    ['no name', ['cell: 1', '', ...HALL].join('\n')],
    ['an endless name', [`name: ${'x'.repeat(65)}`, '', ...HALL].join('\n')],
    ['a control character', ['name: a\u0007b', '', ...HALL].join('\n')],
    ['an unknown key', ['name: x', 'script: y', '', ...HALL].join('\n')],
    ['a key twice', ['name: x', 'name: y', '', ...HALL].join('\n')],
    ['a tiny cell', ['name: x', 'cell: 0.0001', '', ...HALL].join('\n')],
    ['a cell that is none', ['name: x', 'cell: 1e0', '', ...HALL].join('\n')],
    ['an unknown sign', ['name: x', '', '#####', '#1.X#', '#...#', '#####'].join('\n')],
    ['too small', ['name: x', '', '###', '#1#', '###'].join('\n')],
    ['too wide', ['name: x', '', '#1..', '....', '....', '.'.repeat(97)].join('\n')],
    ['too high', ['name: x', '', ...Array(97).fill('1...')].join('\n')],
    ['no start', ['name: x', '', '####', '#..#', '#..#', '####'].join('\n')],
    ['a team left out', ['name: x', '', '####', '#1.#', '#.3#', '####'].join('\n')],
    ['too many pillars', ['name: x', '', ...Array(20).fill(`1${'o'.repeat(10)}`)].join('\n')],
  ]);
  for (const [what, text] of cases) assert.equal(parseMap(text), null, what);
  assert.ok(parseMap('name: x\r\n\r\n1...\r\n\r\n....\r\n....\r\n\r\n\r\n'), 'lines may end with CRLF, a row may be empty');
});

test('teams are told apart by slot and letter, never twice the same', () => {
  const looks = (/** @type {string[]} */ ...names) => looksOf(names.map((name) => ({ name })));
  assert.deepEqual(looks('red', 'blue').map(({ slot, letter }) => [slot, letter]), [[0, 'R'], [1, 'B']]);
  assert.deepEqual(looks('blue', 'Die Roten').map(({ slot }) => slot), [1, 0]);
  assert.deepEqual(looks('Team Blau', 'Grün', 'x', 'y').map(({ slot }) => slot), [1, 3, 0, 2]);
  assert.deepEqual(looks('red', 'red', 'blue').map(({ slot }) => slot), [0, 2, 1]);
  assert.deepEqual(looks('Grünspan', 'Reds').map(({ slot }) => slot), [0, 1]);
  assert.deepEqual(looks('reds', 'rats').map(({ letter }) => letter), ['A', 'B']);
  assert.deepEqual(looks('🚀', '').map(({ letter }) => letter), ['A', 'B']);
});

const RULES = { hit_points: 100, respawn_ms: 5000, shield_ms: 2000 };
const MATCH = {
  id: 'm-1', name: '', created: 1, seq: 1, clock: 1000, state: /** @type {const} */ ('running'), held: false, rules: RULES,
  teams: [
    { name: 'red', score: 0, seats: [{ player: 'player/ann-x7', units: [{ robot: 'scout1' }] }] },
    { name: 'blue', score: 0, seats: [{ player: null, units: [{ robot: 'scout2' }] }] },
  ],
};
/** @param {number} at @param {any[]} units */
const live = (at, units) => ({ at, seq: 1, state: 'running', clock: 1000, scores: [0, 0], units });
/** @param {string} robot @param {number} x @param {object} [more] */
const unit = (robot, x, more = {}) => ({ robot, health: 100, heat: 0, state: 'up', pose: { x, y: 2, heading: 90 }, ...more });
/** @param {object} some */
const moment = (some) => ({ match: MATCH, lives: [], entries: [], at: 0, ...some });

test('a robot is where it was between two messages, turned by the shorter way', () => {
  const lives = [
    live(1000, [unit('scout1', 1, { pose: { x: 1, y: 1, heading: 350 } })]),
    live(1100, [unit('scout1', 2, { pose: { x: 1.2, y: 1, heading: 10 } })]),
  ];
  const [mark] = sceneOf(moment({ lives, at: 1050 })).robots;
  assert.ok(Math.abs(mark.pose.x - 1.1) < 1e-9);
  assert.ok(Math.abs(mark.pose.heading) < 1e-9);
  assert.deepEqual([mark.player, mark.team, mark.slot, mark.letter], ['player/ann-x7', 0, 0, 'R']);
});

test('a robot that was put elsewhere, or was not heard for long, is not drawn on the way', () => {
  const far = [live(1000, [unit('scout1', 1)]), live(1100, [unit('scout1', 20)])];
  assert.equal(sceneOf(moment({ lives: far, at: 1090 })).robots[0].pose.x, 1);
  assert.equal(sceneOf(moment({ lives: far, at: 1101 })).robots[0].pose.x, 20);
  const late = [live(1000, [unit('scout1', 1)]), live(9000, [unit('scout1', 2)])];
  assert.equal(sceneOf(moment({ lives: late, at: 5000 })).robots[0].pose.x, 1);
});

test('before the first message, and without a document, there is a scene', () => {
  assert.deepEqual(sceneOf(moment({ match: null })).robots, []);
  const lone = sceneOf(moment({ match: null, lives: [live(1000, [unit('scout9', 1)])], at: 400 }));
  assert.deepEqual([lone.robots[0].team, lone.robots[0].slot], [-1, -1]);
  assert.deepEqual(sceneOf(moment({ lives: [live(1, [{ robot: 'scout1', health: 1, heat: 0, state: 'up' }])], at: 1 })).robots, []);
});

test('shots are spread over the time they were fired in, and fade', () => {
  const lives = [live(1000, [unit('scout1', 1)]), live(1100, [unit('scout1', 1, { shots: 1 })])];
  const ages = (/** @type {number} */ at) => sceneOf(moment({ lives, at })).tracers.map(({ age }) => age);
  assert.deepEqual(ages(1040), []);
  assert.deepEqual(ages(1060), [10]);
  assert.deepEqual(ages(1400), []);
  const many = [live(1000, [unit('scout1', 1)]), live(1100, [unit('scout1', 1, { shots: 4_000_000_000 })])];
  assert.ok(sceneOf(moment({ lives: many, at: 1100 })).tracers.length <= 4);
});

test('a shot ends at the first robot, at a wall, or out of range', () => {
  const scene = sceneOf(moment({ lives: [live(1000, [unit('scout1', 1), unit('scout2', 3)])], at: 1000 }));
  const shot = { x: 1, y: 2, heading: 90, age: 0, slot: 0, robot: 'scout1' };
  const reach = (/** @type {any} */ map, /** @type {object} */ more = {}) =>
    reachOf(/** @type {any} */ ({ map, scene }), { ...shot, ...more });
  assert.ok(Math.abs(reach(null) - 1.73) < 0.01);
  assert.equal(reach(null, { heading: 270 }), 8);
  assert.ok(Math.abs(reach(mapOf(), { y: 2.5, x: 2 }) - 2) < 0.15);
});

test('what happened is an effect where the robot is, for a while', () => {
  const lives = [live(1000, [unit('scout1', 1, { state: 'down', back: 2500, health: 0 }), unit('scout2', 2)])];
  const entries = [
    { seq: 1, at: 900, kind: 'hit', robot: 'scout1', by: 'scout2', verdict: 'counted', points: 1 },
    { seq: 2, at: 900, kind: 'hit', robot: 'scout2', by: 'scout1', verdict: 'no_fire' },
    { seq: 3, at: 950, kind: 'eliminated', robot: 'scout1', by: 'scout2', points: 3 },
    { seq: 4, at: 950, kind: 'eliminated', robot: 'nobody', by: 'scout2', points: 3 },
  ];
  const scene = sceneOf(moment({ lives, entries, at: 1000 }));
  assert.deepEqual(scene.effects.map(({ kind, age, text }) => [kind, age, text]), [['hit', 100, '+1'], ['eliminated', 50, '']]);
  assert.deepEqual(scene.robots.map(({ hitAge }) => hitAge), [100, Infinity]);
  assert.equal(scene.robots[0].back, 0.5);
  assert.deepEqual(sceneOf(moment({ lives, entries, at: 900 })).effects.map(({ age }) => age), [0]);
  assert.deepEqual(sceneOf(moment({ lives, entries, at: 9000 })).effects, []);
});

test('a running match is shown a little behind, steadily, however its messages are delayed on the way', () => {
  const reel = new Reel();
  for (let i = 0; i < 50; i += 1) reel.live(live(1000 + i * 100, []), 50_000 + i * 100 + (i % 3) * 25);
  const behind = 1000 + 49 * 100 - reel.at(50_000 + 49 * 100);
  assert.ok(behind > 90 && behind < 200, `${behind} ms behind`);
  let before = -Infinity;
  for (let now = 55_000; now < 55_100; now += 16) {
    assert.ok(reel.at(now) > before);
    before = reel.at(now);
  }
});

test('a clock that stood is followed at once, and one that went back begins anew', () => {
  const reel = new Reel();
  reel.live(live(1000, []), 1000);
  reel.live(live(1100, []), 9100); // the bridge was away: its time stood
  assert.equal(reel.at(9220), 1100);
  reel.live(live(200, []), 9300);
  assert.deepEqual(reel.lives.map(({ at }) => at), [200]);
  reel.live(live(150, []), 9310); // an old one that came late
  assert.deepEqual(reel.lives.map(({ at }) => at), [200]);
});

test('a reel keeps a few seconds, whatever comes', () => {
  const reel = new Reel();
  for (let i = 0; i < 5000; i += 1) {
    reel.live(live(i * 100, []), i * 100);
    reel.entry({ seq: i, at: i * 100, kind: 'hit' }, i * 100);
    reel.entry({ seq: i, at: i * 100, kind: 'hit' }, i * 100);
  }
  assert.ok(reel.lives.length < 60);
  assert.equal(reel.entries.length, 100);
  reel.entry({ seq: 9999, at: 1000, kind: 'eliminated' }, 500_000);
  assert.equal(reel.entries.at(-1)?.seq, 4999, 'what is history makes no noise');
});

test('an entry that comes late begins when it is heard; in a replay when it was', () => {
  const reel = new Reel();
  reel.live(live(1000, [unit('scout1', 1)]), 0);
  reel.live(live(1100, [unit('scout1', 1)]), 100);
  reel.entry({ seq: 1, at: 1000, kind: 'respawned', robot: 'scout1' }, 400);
  reel.match = MATCH;
  assert.equal(sceneOf(reel.moment(410)).effects[0].age, 10);
  const stored = new Reel();
  stored.match = MATCH;
  stored.setClock(1010, 100, 2);
  stored.live(live(1000, [unit('scout1', 1)]), 100);
  stored.entry({ seq: 1, at: 1000, kind: 'respawned', robot: 'scout1' }, 100);
  assert.equal(sceneOf(stored.moment(110)).effects[0].age, 30);
});

test('the whole arena fits its window, and lies on its side where that is larger', () => {
  const bounds = boundsOf({ width: 24, height: 14 }, []);
  const wide = viewOf({ mode: 'all' }, bounds, null, { width: 1280, height: 800 });
  for (const [x, y] of [[0, 0], [24, 14]]) {
    const [px, py] = wide.point(x, y);
    assert.ok(px > 0 && px < 1280 && py > 0 && py < 800);
  }
  assert.ok(wide.point(12, 14)[1] < wide.point(12, 0)[1], 'north is up');
  const phone = viewOf({ mode: 'all', turnable: true }, bounds, null, { width: 390, height: 700 });
  assert.ok(phone.scale > viewOf({ mode: 'all' }, bounds, null, { width: 390, height: 700 }).scale * 1.3);
  const inset = viewOf({ mode: 'all', insets: { left: 300 } }, bounds, null, { width: 1280, height: 800 });
  assert.ok(inset.point(0, 0)[0] >= 300);
});

test('the followed robot stays in the middle, and looks up where that is wished', () => {
  const target = { x: 3, y: 4, heading: 90 };
  const view = viewOf({ mode: 'follow', rotated: true }, boundsOf(null, []), target, { width: 400, height: 400 });
  assert.deepEqual(view.point(3, 4), [200, 200]);
  const [x, y] = view.point(4, 4);
  assert.ok(Math.abs(x - 200) < 1e-9 && y < 200, 'east is ahead');
  const without = viewOf({ mode: 'follow' }, boundsOf(null, []), null, { width: 400, height: 400 });
  assert.ok(without.scale > 0, 'nobody to follow: the whole');
});

test('without a map the bounds are those of the robots, and never shrink', () => {
  const first = boundsOf(null, [{ x: 0, y: 0 }, { x: 5, y: 3 }]);
  assert.deepEqual(first, { left: -1, low: -1, right: 6, high: 4 });
  assert.deepEqual(boundsOf(null, [{ x: 2, y: 1 }], first), first);
});

test('the stagehand draws what changed and nothing else, and forgets another match', () => {
  const hand = new Stagehand();
  assert.equal(hand.picture(0), null, 'nothing to draw it on');
  hand.tell({ size: { width: 300, height: 200, density: 2 }, match: MATCH, map: textOf('yard'), lives: [live(1000, [unit('scout1', 1)])] }, 0);
  assert.equal(hand.picture(10)?.scene.robots.length, 1);
  assert.equal(hand.picture(20), null);
  hand.tell({ own: 'scout1' }, 30);
  assert.equal(hand.picture(30)?.own, 'scout1');
  hand.tell({ match: { ...MATCH, id: 'm-2' } }, 40);
  assert.deepEqual(hand.picture(50)?.scene.robots, []);
  hand.tell({ map: 'nonsense' }, 60);
  assert.equal(hand.picture(60)?.map, null);
});

test("a robot's own word is fresher than the match's, as long as it comes", () => {
  const hand = new Stagehand();
  const pose = { x: 7, y: 2, heading: 0 };
  hand.tell({ size: { width: 300, height: 200, density: 1 }, match: MATCH, lives: [live(1000, [unit('scout1', 1)])] }, 0);
  hand.tell({ pose: { robot: 'scout1', pose, speed: 0, age: 0 } }, 10);
  assert.equal(hand.picture(20)?.scene.robots[0].pose.x, 7);
  hand.tell({}, 5000);
  assert.equal(hand.picture(5000)?.scene.robots[0].pose.x, 1);
});

test('a running match tells its picture the document once, and what comes; history makes no effects', () => {
  const match = new Match('m-1');
  const doc = /** @type {any} */ (MATCH);
  match.takeDoc(doc, 0);
  match.takeLive(/** @type {any} */ (live(1000, [])), 500);
  /** @type {any[]} */
  const told = [];
  const end = liveFeed(match, () => 620)((some) => told.push(some));
  assert.deepEqual(told.splice(0).map(({ match: m, age }) => [m?.id, age]), [['m-1', undefined], [undefined, 120]]);
  match.takeEntries([{ seq: 1, at: 1, kind: 'created' }], false);
  match.takeEntries([{ seq: 2, at: 1, kind: 'started' }], true);
  match.takeLive(/** @type {any} */ (live(1100, [])), 600);
  assert.deepEqual(told.splice(0).map((some) => Object.keys(some)), [['entries'], ['lives']]);
  end();
  match.takeLive(/** @type {any} */ (live(1200, [])), 700);
  assert.deepEqual(told, []);
});

test('a shot that is known to have hit went there, however the weapon was turned', () => {
  const lives = [live(1000, [unit('scout1', 1), unit('scout2', 1, { pose: { x: 1, y: 5, heading: 0 } })]), live(1100, [unit('scout1', 1, { shots: 1 }), unit('scout2', 1, { pose: { x: 1, y: 5, heading: 0 } })])];
  const hit = { seq: 1, at: 1070, kind: 'hit', by: 'scout1', robot: 'scout2', fire: 3, verdict: 'counted' };
  const heading = (/** @type {any[]} */ entries) => sceneOf(moment({ lives, entries, at: 1080 }), () => null, () => 30).tracers[0].heading;
  assert.equal(heading([hit]), 0);
  assert.equal(heading([{ ...hit, fire: 0 }]), 120);
  assert.equal(heading([{ ...hit, at: 1900 }]), 120);
});
