// What a session claims when its connection goes and comes; the connection is told what it is.
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { Session } from '../src/session.js';

const CREDENTIALS = {
  principal: 'player/ann-x7', token: 'token', root: 'arena/v1', broker: 'ws://arena.test:1', expires: 4e9, name: 'Ann',
};

/** A page whose asks are answered by hand. @param {import('node:test').TestContext} context */
function page(context) {
  mock.timers.enable({ apis: ['setTimeout'] });
  const session = new Session(CREDENTIALS);
  const { connection } = session;
  /** @type {any[]} */
  const said = [];
  connection.subscribe = async () => true;
  connection.publish = async (topic, message) => (said.push({ what: topic.split('/').at(-1), ...message }), true);
  context.after(() => {
    session.goodbye();
    mock.timers.reset();
  });
  const hear = (/** @type {string} */ from, /** @type {object} */ message) =>
    connection.emit('message', { topic: `arena/v1/${from}`, payload: new TextEncoder().encode(JSON.stringify(message)), retain: false });
  const its = {
    session, said,
    /** @param {import('../src/net/connection.js').LinkState} state */
    async link(state) {
      connection.state = state;
      connection.emit('state', state);
      await settled();
    },
    /** @param {number} n @param {string} [robot] */
    holds: (n, robot = 'scout1') => hear('bridge/main/player/ann-x7/me', { page: session.page, leases: n ? [{ robot, n, drive: true }] : [] }),
    /** @param {number} n */
    ready: (n) => hear('robot/scout1/player/ann-x7/link', { n, c: 7, ready: true }),
    /** A match, with this person in it. @param {string} state @param {string[]} [robots] */
    match: (state, robots = ['scout1']) => hear('bridge/main/all/match/m-1', matchOf(state, robots)),
    /** @param {[robot: string, n: number][]} leases what the arena gives beside a seat */
    seated: (leases) =>
      hear('bridge/main/player/ann-x7/me', { page: session.page, seat: 'm-1', leases: leases.map(([robot, n]) => ({ robot, n, drive: false })) }),
    asks: (/** @type {string} */ deed) => said.filter((one) => one.do === deed),
    /** @param {string} deed the newest ask @param {object} members */
    async answer(deed, members, which = -1) {
      hear('bridge/main/player/ann-x7/answer', { id: its.asks(deed).at(which).id, ...members });
      await settled();
    },
    /** Online, with the roster heard. */
    async arrive() {
      await its.link('online');
      if (session.wasOnline) its.holds(0);
      await settled();
      await its.answer('roster', { ok: true, rev: 1, robots: [] });
    },
    async drive(/** @type {number} */ n) {
      await its.arrive();
      void session.claim('scout1');
      await its.answer('drive.claim', { ok: true, robot: 'scout1', n });
      its.ready(n);
    },
    /** Away and back, the arena as before. @param {number} n */
    async blink(n) {
      await its.link('waiting');
      await its.link('online');
      its.holds(n);
      await settled();
    },
  };
  return its;
}

const unitOf = (/** @type {string} */ robot) => ({ robot, state: 'up', health: 100, heat: 0, limit: 100 });
/** @param {string} state @param {string[]} robots of the one seat */
const matchOf = (state, robots) => ({
  id: 'm-1', name: 'm', state, seq: 1, created: 1, clock: 1, rules: {},
  teams: [{ name: 'red', score: 0, seats: [{ player: 'player/ann-x7', ready: true, units: robots.map(unitOf) }] }],
});

/** What waits for promises only has had its turn. */
const settled = () => new Promise((resolve) => setImmediate(resolve));
const REFUSED = { ok: false, error: { code: 'robot_offline', message: 'It is away.' } };

test('nothing is said to the robot until the claim after a loss is answered', async (context) => {
  const { session, said, drive, blink, answer, ready } = page(context);
  const frames = () => said.filter(({ what }) => what === 'drive').map(({ n, y = 0 }) => [n, y]);
  await drive(5);
  session.tick({});
  session.tick({ y: 1 });
  await blink(5);
  session.tick({ y: 1 });
  await answer('roster', { ok: true, rev: 2, robots: [] });
  ready(5);
  session.tick({ y: 1 });
  assert.equal(session.action('jump'), '');
  await answer('drive.claim', { ok: true, robot: 'scout1', n: 6 });
  session.tick({ y: 1 });
  ready(6);
  session.tick({ y: 1 });
  session.tick({});
  session.tick({ y: 1 });
  assert.deepEqual(frames(), [[5, 0], [5, 1], [6, 0], [6, 0], [6, 1]]);
});

test('two losses in a row claim once', async (context) => {
  const { session, drive, blink, answer, asks } = page(context);
  await drive(5);
  await blink(5);
  await blink(5);
  await answer('roster', { ok: true, rev: 2, robots: [] }, 1);
  await answer('roster', { ok: true, rev: 2, robots: [] }, 2);
  assert.equal(asks('drive.claim').length, 2, 'the first, and one for both losses');
  await answer('drive.claim', { ok: true, robot: 'scout1', n: 6 });
  assert.equal(session.driver?.n, 6);
  assert.equal(session.comeback.robot, '');
});

test('of two claims the newest counts, whichever answer comes last', async (context) => {
  const { session, drive, blink, answer } = page(context);
  await drive(5);
  await blink(5);
  await answer('roster', { ok: true, rev: 2, robots: [] });
  await blink(5);
  await answer('roster', { ok: true, rev: 3, robots: [] });
  await answer('drive.claim', { ok: true, robot: 'scout1', n: 7 });
  await answer('drive.claim', { ok: true, robot: 'scout1', n: 6 }, -2);
  assert.equal(session.driver?.n, 7);
});

test('who gives the robot back while it is claimed again does not get it', async (context) => {
  const { session, drive, blink, answer, asks } = page(context);
  await drive(5);
  await blink(5);
  await answer('roster', { ok: true, rev: 2, robots: [] });
  void session.release();
  await answer('drive.claim', { ok: true, robot: 'scout1', n: 6 });
  assert.equal(session.driver, null);
  assert.equal(asks('drive.release').length, 1);
});

test('who gives the robot back between two tries is not tried for again', async (context) => {
  const { session, drive, blink, answer, asks } = page(context);
  await drive(5);
  await blink(5);
  await answer('roster', { ok: true, rev: 2, robots: [] });
  await answer('drive.claim', REFUSED);
  void session.release();
  mock.timers.tick(1000);
  await settled();
  assert.equal(asks('drive.claim').length, 2);
});

test('who leaves the page between two tries asks for nothing more', async (context) => {
  const { session, drive, blink, answer, asks } = page(context);
  await drive(5);
  await blink(5);
  await answer('roster', { ok: true, rev: 2, robots: [] });
  await answer('drive.claim', REFUSED);
  session.goodbye();
  mock.timers.tick(1000);
  await settled();
  assert.equal(asks('drive.claim').length, 2);
});

test('a page that was taken over drives nothing, and claims what the other one left', async (context) => {
  const { session, drive, link, holds, answer, asks } = page(context);
  await drive(5);
  await link('taken_over');
  assert.equal(session.driver, null);
  session.wasOnline = false;
  await link('online');
  holds(9, 'scout2');
  await answer('roster', { ok: true, rev: 4, robots: [] });
  assert.equal(asks('drive.claim').at(-1).robot, 'scout2');
});

test('what a match gives is driven without a claim, whichever word of it comes first', async (context) => {
  const { session, said, arrive, match, seated, ready } = page(context);
  await arrive();
  seated([['scout1', 4]]);
  assert.equal(session.driver, null, 'it may be anything yet');
  match('countdown');
  assert.equal(session.driver?.n, 4);
  ready(4);
  session.tick({});
  session.tick({ y: 1 });
  assert.deepEqual(said.filter(({ what }) => what === 'drive').map(({ n, y = 0 }) => [n, y]), [[4, 0], [4, 1]]);
  match('finished');
  assert.equal(session.driver, null);
});

test('what one drove before a match goes over into it without a word, and one number speaks at a time', async (context) => {
  const { session, said, drive, match, seated } = page(context);
  const notices = /** @type {any[]} */ ([]);
  session.on('notice', (notice) => notices.push(notice));
  await drive(5);
  seated([['scout1', 5]]);
  match('countdown');
  assert.equal(session.squad.size, 0, 'it is still the one that was claimed');
  session.tick({});
  seated([['scout1', 6]]);
  assert.equal(session.claimed, null);
  assert.equal(session.driver?.n, 6);
  assert.deepEqual(notices, []);
  assert.deepEqual(said.filter(({ what }) => what === 'drive').map(({ n }) => n), [5]);
});

test('after a loss in a match nothing is claimed: what the arena gives anew is driven', async (context) => {
  const { session, arrive, match, seated, link, answer, ready, asks } = page(context);
  await arrive();
  match('running', ['scout1', 'scout2']);
  seated([['scout1', 4], ['scout2', 4]]);
  ready(4);
  await link('waiting');
  assert.equal(session.driver?.link, null);
  await link('online');
  seated([['scout1', 5], ['scout2', 4]]);
  await settled();
  await answer('roster', { ok: true, rev: 2, robots: [] });
  assert.deepEqual(asks('drive.claim'), []);
  assert.equal(session.driver?.n, 5);
});

test('one deed stops every robot one has', async (context) => {
  const { session, said, arrive, match, seated } = page(context);
  await arrive();
  match('running', ['scout1', 'scout2']);
  seated([['scout1', 4], ['scout2', 4]]);
  session.stopAll();
  assert.equal(said.filter(({ what }) => what === 'stop').length, 2);
  assert.deepEqual(said.filter((one) => one.do === 'stop').map(({ robot }) => robot), ['scout1', 'scout2']);
});
