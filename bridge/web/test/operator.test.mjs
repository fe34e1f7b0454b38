// What the operator's pages decide without a page: rows, order, who is here, what clears what.

import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { Desk } from '../src/operator/desk.js';
import { auditPath } from '../src/operator/audit.js';
import { isLoopback, joinLink, qrText, robotCommand } from '../src/operator/codes.js';
import { linesOf } from '../src/operator/drives.js';
import { auditCsv } from '../src/operator/export.js';
import { clock, shortName } from '../src/operator/names.js';
import { peopleOf } from '../src/operator/people.js';
import { may } from '../src/operator/rights.js';
import { arranged, clearing, counts, rowOf, steady } from '../src/operator/wall.js';
import { de } from '../src/operator/words/de.js';
import { en } from '../src/operator/words/en.js';

const NOW = { clock: 5000, wall: 100_000 };
const row = (entry = {}, known = {}) =>
  rowOf({ entry: { id: 'scout1', state: 'online', driver: null, ...entry }, report: undefined, ...known }, NOW);
const report = (status) => ({ report: { status, at: 4000 } });

test('one word says most of a robot: service, how it is reached, stops, then what it does', () => {
  assert.equal(row().state, 'idle');
  assert.equal(row({ driver: 'player/ann' }).state, 'taken');
  assert.equal(row({ driver: 'player/ann' }, report({ drive: { mode: 'driving' } })).state, 'driving');
  const stopped = report({ drive: { mode: 'stopped', stops: ['s1'] } });
  assert.equal(row({ driver: 'player/ann' }, stopped).state, 'stopped');
  assert.equal(row({ state: 'lost' }, stopped).state, 'lost');
  assert.equal(row({ state: 'lost', out_of_service: true }, stopped).state, 'service');
});

test('only what needs attention has a look', () => {
  assert.equal(row({}, report({ battery: 80, signal: 60 })).look, '');
  assert.equal(row({}, report({ battery: 19 })).look, 'warn');
  assert.equal(row({}, report({ battery: 9.4 })).look, 'bad');
  assert.equal(row({}, report({ signal: 5 })).look, 'warn');
  assert.equal(row({ state: 'stale' }).look, 'warn');
  assert.equal(row({ state: 'lost' }).look, 'bad');
  assert.equal(row({ state: 'offline' }, report({ battery: 3 })).look, 'off', 'what it said last is old');
  assert.equal(row({}, report({ drive: { mode: 'stopped', stops: ['s1'] } })).look, 'bad');
});

test('absurd values are cut to what a bar can show', () => {
  const { battery, signal } = row({}, report({ battery: 1e300, signal: -7 }));
  assert.deepEqual([battery, signal], [100, 0]);
  assert.equal(row({}, report({})).battery, null);
});

test('stops are those of the lease, with who called them, and those the robot shows', () => {
  const lease = { stops: [{ id: 's1', by: 'referee/rita' }], driver: null, idle_ms: 0 };
  const { stops } = row({}, { ...report({ drive: { mode: 'stopped', stops: ['s1', 's2'] } }), lease });
  assert.deepEqual(stops, [{ id: 's1', by: 'referee/rita' }, { id: 's2', by: '' }]);
  assert.ok(row({}, { stoppingUntil: NOW.wall + 1 }).stopping);
  assert.ok(!row({}, { lease, stoppingUntil: NOW.wall + 1 }).stopping, 'it stands');
});

test('a drive is as old as its beginning, and idle since the list was read', () => {
  const known = { since: { of: 'x', at: 40_000, exact: false }, lease: { driver: 'player/ann', idle_ms: 300, stops: [] }, leaseAgeMs: 200 };
  const driven = row({ driver: 'player/ann' }, known);
  assert.deepEqual([driven.drivenMs, driven.drivenExactly, driven.idleMs], [60_000, false, 500]);
  assert.equal(row({}, known).drivenMs, 0);
});

test('rows are found by id, name and driver, and sorted with scout2 before scout10', () => {
  const rows = [row({ id: 'scout10', name: 'Ten' }), row({ id: 'scout2', driver: 'player/ann-1' }, report({ battery: 5 }))];
  const ids = (view) => arranged(rows, { filter: 'all', text: '', sort: 'id', ...view }).map(({ id }) => id);
  assert.deepEqual(ids({}), ['scout2', 'scout10']);
  assert.deepEqual(ids({ text: ' TEN' }), ['scout10']);
  assert.deepEqual(ids({ text: 'ann' }), ['scout2']);
  assert.deepEqual(ids({ filter: 'free' }), ['scout10']);
  assert.deepEqual(ids({ filter: 'attention' }), ['scout2']);
  assert.deepEqual(ids({ sort: 'battery' }), ['scout2', 'scout10']);
  assert.deepEqual(ids({ filter: 'nonsense', sort: 'nonsense' }), ['scout2', 'scout10']);
  assert.equal(counts(rows).driven, 1);
});

test('under a hand nothing moves: what left the filter stays, what is new comes last', () => {
  assert.deepEqual(steady(['c', 'a', 'gone'], ['a', 'b', 'c'], (id) => id !== 'gone'), ['c', 'a', 'b']);
});

test('clearing names what stood: shared stops at once, others one by one', () => {
  const stop = (id) => ({ id, by: 'operator/o' });
  const rows = [
    { id: 'a', stops: [stop('all'), stop('own')] },
    { id: 'b', stops: [stop('all')] },
    { id: 'c', stops: [stop('c1')] },
  ];
  assert.deepEqual(clearing(rows), {
    everywhere: [['all']],
    single: [{ robot: 'a', ids: ['own'] }, { robot: 'c', ids: ['c1'] }],
  });
  const many = ['1', '2', '3', '4', '5', '6'].map(stop);
  assert.deepEqual(clearing([{ id: 'a', stops: many }, { id: 'b', stops: many }]).everywhere, [['1', '2', '3', '4', '5'], ['6']]);
});

test('people: who drives comes first, who waits is known, a revocation stands until they are heard anew', () => {
  const entries = [
    { at: 30, kind: 'revoked', who: 'player/mal-1' },
    { at: 20, kind: 'joined', who: 'player/mal-1' },
    { at: 10, kind: 'joined', who: 'player/ann-1' },
    { at: 5, kind: 'revoked', who: 'robot/scout1' },
  ];
  const heard = new Map([['player/mal-1', { state: /** @type {const} */ ('lost'), at: 31 }]]);
  const rows = [{ id: 'scout1', driver: 'player/ann-1', waiting: ['bot/b'] }];
  const people = peopleOf({ rows, heard, entries });
  assert.deepEqual(people.map(({ principal, state }) => [principal, state]), [
    ['player/ann-1', 'drives'], ['bot/b', 'unknown'], ['player/mal-1', 'revoked'],
  ]);
  assert.deepEqual(people[0].robots, ['scout1']);
  assert.deepEqual(people[1].waits, [{ robot: 'scout1', place: 1 }]);
  heard.set('player/mal-1', { state: 'online', at: 40 });
  assert.equal(peopleOf({ rows, heard, entries }).find(({ principal }) => principal === 'player/mal-1')?.state, 'online');
});

test('a name is short, a time is short', () => {
  assert.equal(shortName('player/ann-lee-x7k2p9q1'), 'ann-lee');
  assert.equal(shortName('operator/desk'), 'desk');
  assert.deepEqual([clock(-1), clock(7999), clock(724_000), clock(11_261_000)], ['0:00', '0:07', '12:04', '3:07:41']);
});

test('who may do what', () => {
  assert.ok(may('operator/o', 'manage') && may('referee/r', 'stop') && may('referee/r', 'clear'));
  assert.ok(!may('referee/r', 'manage') && !may('player/p', 'stop') && !may('constructor/x', 'stop'));
});

test('codes as texts to hand on', () => {
  assert.equal(qrText('http://arena.local:8090', { type: 'invite', code: 'k3' }), 'http://arena.local:8090/#invite=k3');
  assert.equal(qrText('http://arena.local:8090', { type: 'enrolment', code: 'k3' }), 'k3');
  assert.match(robotCommand('http://[fe80::1]:8090', 'k3'), / --mqtt-host fe80::1 --api http:\/\/\[fe80::1\]:8090 --enrolment k3$/);
  assert.equal(joinLink('http://a', 'k'), 'http://a/#invite=k');
  assert.deepEqual(['http://localhost:1', 'http://127.0.0.1', 'http://[::1]', 'http://arena.local'].map(isLoopback), [true, true, true, false]);
});

test('the audit is asked for by what was given, and written as a table', () => {
  assert.equal(auditPath({ robot: '', who: 'player/ann', from: 0, after: undefined }), '/api/v1/audit?who=player%2Fann&from=0');
  const text = auditCsv([{ at: 0, kind: 'ended', robot: '=1+1', who: 'player/a', n: 3, why: 'released' }]).join('');
  assert.equal(text, "time,kind,robot,who,n,why,tag\r\n1970-01-01T00:00:00.000Z,ended,'=1+1,player/a,3,released,\r\n");
});

test('the audit in lines: one stop of many robots is one, the end of a drive says how long it was', () => {
  const stop = (robot, tag = 's1') => ({ at: 50, kind: 'stopped', robot, who: 'operator/o', tag });
  const entries = [
    stop('a'), stop('b'), stop('c', 's2'),
    { at: 40, kind: 'ended', robot: 'a', who: 'player/p', n: 3, why: 'idle' },
    { at: 30, kind: 'ended', robot: 'b', who: 'player/p', n: 9, why: 'idle' },
    { at: 10, kind: 'claimed', robot: 'a', who: 'player/p', n: 3 },
  ];
  assert.deepEqual(linesOf(entries).map(({ kind, robots, droveMs }) => [kind, robots, droveMs]), [
    ['stopped', ['a', 'b'], null], ['stopped', ['c'], null],
    ['ended', ['a'], 30], ['ended', ['b'], null], ['claimed', ['a'], null],
  ]);
  const invited = [{ at: 2, kind: 'invited', who: 'operator/o' }, { at: 1, kind: 'invited', who: 'operator/o' }];
  assert.equal(linesOf(invited).length, 2, 'what has no id stands alone');
});

test('both languages have a word for everything', () => {
  /** @param {any} words @param {string} at @returns {string[]} */
  const paths = (words, at = '') =>
    Object.entries(words).flatMap(([key, value]) => (typeof value === 'object' ? paths(value, `${at}${key}.`) : [`${at}${key}`]));
  assert.deepEqual(paths(de), paths(en));
});

test('a desk that was closed while it asked asks no more', async (context) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  globalThis.document = /** @type {any} */ ({ visibilityState: 'visible' });
  context.after(() => {
    mock.timers.reset();
    Reflect.deleteProperty(globalThis, 'document');
  });
  /** @type {((answer: object) => void)[]} */
  const asked = [];
  const desk = new Desk(/** @type {any} */ ({
    credentials: { principal: 'operator/olga-1', root: 'arena/v1', token: '' },
    connection: { state: 'online', on: () => () => {}, subscribe: async () => true },
    on: () => () => {},
    robots: { entries: new Map() },
    arenaTime: 0,
    beatAt: 1,
    asks: { ask: () => new Promise((resolve) => asked.push(resolve)) },
  }));
  const answered = async () => {
    asked.at(-1)?.({});
    await new Promise((resolve) => setImmediate(resolve));
    mock.timers.tick(1500);
  };
  desk.open();
  await answered();
  assert.equal(asked.length, 2);
  desk.close();
  await answered();
  assert.equal(asked.length, 2);
});
