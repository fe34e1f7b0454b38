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
