// How the page follows matches: what is said, what is fetched, what was missed while it was away.
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { Emitter } from '../src/emitter.js';
import { Matches } from '../src/match/matches.js';
import { parseTopic } from '../src/wire/topic.js';

const ROOT = 'arena/v1';
const ME = 'player/ann-x7';

/** @param {object} [members] */
const doc = (members = {}) => ({
  id: 'm-1', name: 'Duel', state: 'running', held: false, created: 5, seq: 2, clock: 1000, rules: {},
  teams: [{ name: 'Red', score: 0, seats: [{ player: ME, ready: true, units: [] }] }, { name: 'Blue', score: 0, seats: [] }],
  ...members,
});
/** @param {number} seq */
const entry = (seq) => ({ seq, at: seq * 100, kind: 'overheated', robot: 'scout1' });

/** What waits for promises only has had its turn. */
const settled = async () => {
  for (let turns = 0; turns < 3; turns += 1) await new Promise((resolve) => setImmediate(resolve));
};

/**
 * An arena that says what the test says, and whose HTTP knows the match it is given.
 * @param {import('node:test').TestContext} context
 */
function arena(context) {
  mock.timers.enable({ apis: ['setTimeout'] });
  /** @type {{ doc: any, entries: any[], next?: string, fault: number, asked: string[] }} */
  const http = { doc: null, entries: [], fault: 0, asked: [] };
  context.mock.method(globalThis, 'fetch', async (/** @type {string} */ path) => {
    http.asked.push(path);
    if (http.asked.length > 50) throw new Error('asked without end');
    const url = new URL(path, 'http://arena.test');
    const status = http.fault || (http.doc ? 200 : 404);
    const after = Number(url.searchParams.get('after') ?? 0);
    const said = url.pathname.endsWith('/events') ? { entries: http.entries.filter(({ seq }) => seq > after), next: http.next } : http.doc;
    return { ok: status === 200, json: async () => (status === 200 ? said : { code: status === 404 ? 'unknown_match' : 'unavailable' }) };
  });
  /** @type {Set<string>} */
  const filters = new Set();
  const connection = Object.assign(/** @type {any} */ (new Emitter()), {
    state: 'waiting',
    subscribe: async (/** @type {string[]} */ wanted) => (wanted.forEach((one) => filters.add(one.slice(ROOT.length))), true),
    unsubscribe: async (/** @type {string[]} */ gone) => gone.forEach((one) => filters.delete(one.slice(ROOT.length))),
  });
  const session = Object.assign(/** @type {any} */ (new Emitter()), { connection, credentials: { root: ROOT, principal: ME, token: 't' }, me: null, now: 0 });
  const matches = new Matches(session);
  context.after(() => mock.timers.reset());
  return {
    matches, session, http, filters,
    /** @param {string} what such as match/m-1/live @param {object | null} message */
    say(what, message, from = 'bridge/main') {
      const topic = /** @type {any} */ (parseTopic(ROOT, `${ROOT}/${from}/all/${what}`));
      matches.take(topic, new TextEncoder().encode(message ? JSON.stringify(message) : ''));
    },
    /** @param {string} state */
    async link(state) {
      connection.state = state;
      connection.emit('state', state);
      await settled();
    },
    /** @param {number} ms */
    async pass(ms) {
      mock.timers.tick(ms);
      await settled();
    },
    /** @param {string} [seat] */
    me(seat) {
      session.me = { seat };
      session.emit('heard', { what: 'me', from: 'main', message: session.me });
    },
  };
}

test('a match that is opened late is right at once: the retained document, then the log from its first entry', async (context) => {
  const { matches, http, filters, say, link } = arena(context);
  http.doc = doc();
  http.entries = [entry(1), entry(2)];
  await link('online');
  assert.ok(filters.has('/bridge/main/all/match/+'));
  say('match/m-1', doc());
  const end = matches.follow('m-1');
  await settled();
  const match = matches.get('m-1');
  assert.equal(match.doc?.name, 'Duel');
  assert.deepEqual(match.log.entries.map(({ seq }) => seq), [1, 2]);
  assert.deepEqual(http.asked, ['/api/v1/matches/m-1/events?after=0&limit=500']);
  assert.ok(filters.has('/bridge/main/all/match/m-1/live') && filters.has('/bridge/main/all/match/m-1/event'));
  end();
});

test('an entry that is not understood is asked for again later, not without a pause', async (context) => {
  const { matches, http, link, pass } = arena(context);
  http.doc = doc({ seq: 4 });
  http.entries = [entry(1), { ...entry(2), kind: 7 }, entry(3), entry(4)];
  http.next = '4';
  await link('online');
  matches.follow('m-1');
  await settled();
  const asked = () => http.asked.filter((path) => path.includes('/events')).length;
  const before = asked();
  assert.ok(before <= 2, `${before} were asked for at once`);
  assert.equal(matches.get('m-1').log.last, 1);
  await pass(1000);
  assert.ok(asked() > before);
});

test('what is said twice is there once, what was lost is fetched', async (context) => {
  const { matches, http, say, link, pass } = arena(context);
  http.doc = doc();
  http.entries = [entry(1), entry(2)];
  await link('online');
  say('match/m-1', doc());
  matches.follow('m-1');
  await settled();
  const match = matches.get('m-1');
  say('match/m-1/event', entry(2));
  say('match/m-1/event', entry(5));
  assert.equal(match.log.last, 2);
  http.entries = [1, 2, 3, 4, 5].map(entry);
  await pass(400);
  assert.equal(match.log.last, 5);
  assert.equal(http.asked.at(-1), '/api/v1/matches/m-1/events?after=2&limit=500');
});

test('a live message that speaks of entries which never came has them fetched, again and again while the arena is away', async (context) => {
  const { matches, http, say, link, pass } = arena(context);
  http.doc = doc();
  http.entries = [entry(1), entry(2)];
  await link('online');
  say('match/m-1', doc());
  matches.follow('m-1');
  await settled();
  http.fault = 503;
  say('match/m-1/live', { at: 1, seq: 3, state: 'running', clock: 900, scores: [1, 0], units: [] });
  await pass(400);
  assert.equal(matches.get('m-1').isWhole, false);
  http.fault = 0;
  http.entries = [1, 2, 3].map(entry);
  await pass(1000);
  assert.equal(matches.get('m-1').isWhole, true);
});

test('entries that come in time are not fetched', async (context) => {
  const { matches, http, say, link, pass } = arena(context);
  http.doc = doc();
  http.entries = [entry(1), entry(2)];
  await link('online');
  say('match/m-1', doc());
  matches.follow('m-1');
  await settled();
  const asked = http.asked.length;
  say('match/m-1', doc({ seq: 3 }));
  say('match/m-1/event', entry(3));
  await pass(400);
  assert.equal(http.asked.length, asked);
});

test('a match whose document was taken back is fetched; one that nobody knows is unknown', async (context) => {
  const { matches, http, link } = arena(context);
  http.doc = doc({ state: 'finished', winner: 0 });
  http.entries = [entry(1), entry(2)];
  await link('online');
  matches.follow('m-1');
  await settled();
  assert.equal(matches.get('m-1').doc?.state, 'finished');
  assert.deepEqual(matches.list(), []);
  http.doc = null;
  matches.follow('m-2');
  await settled();
  assert.equal(matches.get('m-2').unknown, true);
  assert.equal(matches.get('../../api').unknown, true);
  matches.follow('../../api');
});

test('who looks away is not told any more, unless they look back at once', async (context) => {
  const { matches, filters, link, pass } = arena(context);
  await link('online');
  const end = matches.follow('m-1');
  end();
  const other = matches.follow('m-1');
  end();
  await pass(3000);
  assert.ok(filters.has('/bridge/main/all/match/m-1/live'));
  other();
  await pass(3000);
  assert.ok(!filters.has('/bridge/main/all/match/m-1/live'));
});

test('after a loss everything is asked for again, and what went meanwhile is gone', async (context) => {
  const { matches, filters, say, link, pass } = arena(context);
  await link('online');
  say('match/m-1', doc());
  say('match/m-2', doc({ id: 'm-2', created: 9 }));
  await pass(400);
  assert.deepEqual([matches.known, matches.list().map(({ id }) => id)], [true, ['m-2', 'm-1']]);
  matches.follow('m-2');
  await link('waiting');
  filters.clear();
  await link('online');
  say('match/m-2', doc({ id: 'm-2', created: 9 }));
  await pass(400);
  assert.deepEqual(matches.list().map(({ id }) => id), ['m-2']);
  assert.ok(filters.has('/bridge/main/all/match/m-2/event'));
});

test('a document is forgotten when it is emptied; nobody but the bridge says one', async (context) => {
  const { matches, say, link } = arena(context);
  await link('online');
  say('match/m-1', doc(), 'robot/scout1');
  assert.deepEqual(matches.list(), []);
  say('match/m-1', doc({ id: 'm-other' }));
  assert.deepEqual(matches.list(), []);
  say('match/m-1', doc());
  assert.equal(matches.list().length, 1);
  say('match/m-1', null);
  assert.deepEqual(matches.list(), []);
});

test('who keeps a robot is known until the match is over', async (context) => {
  const { matches, say, link } = arena(context);
  const teams = [{ name: 'Red', score: 0, seats: [{ player: ME, ready: true, units: [{ robot: 'scout1' }] }] }, { name: 'Blue', score: 0, seats: [] }];
  await link('online');
  say('match/m-1', doc({ teams }));
  assert.deepEqual([matches.keeperOf('scout1')?.doc.id, matches.keeperOf('scout1')?.player], ['m-1', ME]);
  assert.equal(matches.keeperOf('scout2'), null);
  say('match/m-1', doc({ teams, seq: 9, state: 'finished' }));
  assert.equal(matches.keeperOf('scout1'), null);
});

test('the match one plays in is known, and stays the latest one behind its end', async (context) => {
  const { matches, say, link, me } = arena(context);
  await link('online');
  say('match/m-1', doc());
  assert.equal(matches.mine, null);
  me('m-1');
  assert.equal(matches.mine?.id, 'm-1');
  me();
  assert.equal(matches.mine, null);
  assert.equal(matches.latest?.id, 'm-1');
  matches.forgetSeat();
  assert.equal(matches.latest, null);
  me('m-1');
  matches.forgetSeat();
  assert.equal(matches.latest?.id, 'm-1');
  say('match/m-2', doc({ id: 'm-2', state: 'lobby', queue: [ME] }));
  assert.equal(matches.awaited?.id, 'm-2');
});
