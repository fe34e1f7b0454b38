import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Robots } from '../src/robots.js';
import { cardView, fits, isFree, offerOf } from '../src/pages/robots/view.js';

const NOW = 1_000_000;
const ME = 'player/ann-x7';

/** @param {object} [members] of the session @param {any} [status] of scout1 */
function session(members = {}, status = undefined) {
  const robots = new Robots();
  if (status) robots.status('scout1', status, 0);
  return /** @type {any} */ ({ robots, me: null, driver: null, claiming: '', credentials: { principal: ME }, ...members });
}

/** @param {object} [members] */
const entry = (members = {}) => ({ id: 'scout1', name: 'Scout1', state: 'online', ...members });
/** @param {object} its @param {object} [members] @param {any} [status] */
const view = (its, members, status) => cardView(session(members, status), entry(its), NOW);

test('what can be done fits the state', () => {
  const queue = (/** @type {object} */ place) => ({ me: { queue: [{ robot: 'scout1', place: 1, ...place }] } });
  const cases = /** @type {const} */ ([
    ['drive', {}, {}],
    ['queue', { driver: 'player/bob-1' }, {}],
    ['unqueue', { driver: 'player/bob-1' }, queue({})],
    ['turn', {}, queue({ offer_ms: NOW + 5000 })],
    ['unqueue', {}, queue({ offer_ms: NOW - 1 })],
    ['resume', { driver: ME }, {}],
  ]);
  for (const [deed, its, members] of cases) assert.equal(view(its, members).deed, deed);
});

test('a robot that a match keeps is taken by nobody else, and leads there', () => {
  const keeper = (/** @type {string} */ player) => ({ matches: { keeperOf: () => ({ doc: { id: 'm-1', name: 'Duel' }, player }) } });
  const others = view({}, keeper('player/bob-1'));
  assert.deepEqual([others.deed, others.match, others.matchName], ['match', 'm-1', 'Duel']);
  assert.equal(view({}, keeper(ME)).deed, 'drive');
  assert.equal(view({ driver: ME }, keeper('player/bob-1')).deed, 'resume');
});

test('a robot that is away or out of service cannot be taken, but be queued for', () => {
  assert.equal(view({ state: 'lost' }).ready, false);
  assert.equal(view({ out_of_service: true }).ready, false);
  assert.equal(view({ state: 'stale', driver: 'player/bob-1' }).ready, true);
  assert.equal(view({}, { claiming: 'scout2' }).ready, false);
});

test('the state says what matters most', () => {
  const stopped = { drive: { stops: ['a', 'b'] } };
  assert.equal(view({}).state, 'free');
  assert.equal(view({ driver: ME }).state, 'driving');
  assert.equal(view({ driver: ME }, {}, stopped).state, 'stopped');
  assert.equal(view({ driver: ME }, {}, stopped).stops, 2);
  assert.equal(view({ state: 'lost', driver: ME }, {}, stopped).state, 'lost');
  assert.equal(view({ state: 'lost', out_of_service: true }).state, 'service');
});

test('absurd measurements do not stretch the card', () => {
  const absurd = view({ driver: ME }, {}, { battery: 1e300, signal: -5, speed: 1e21 });
  assert.deepEqual([absurd.battery, absurd.signal, absurd.speed], [100, 0, '']);
  const words = view({}, {}, { battery: 'full', signal: null, speed: {} });
  assert.deepEqual([words.battery, words.signal, words.speed], [null, null, '']);
});

test('two looks at the same are the same, so nothing is drawn', () => {
  assert.deepEqual(view({}, {}, { battery: 50.1 }), view({}, {}, { battery: 50.3 }));
});

test('robots are found by id, name and kind', () => {
  assert.ok(fits(entry(), ' SCOUT '));
  assert.ok(fits(entry({ kind: 'rover' }), 'rov'));
  assert.ok(!fits(entry(), 'x'));
  assert.ok(isFree(entry()) && !isFree(entry({ driver: ME })) && !isFree(entry({ state: 'stale' })));
});

test('an offer is counted down by the arena’s clock and ends when it is taken', () => {
  const me = { queue: [{ robot: 'scout1', place: 1, offer_ms: NOW + 9500 }] };
  assert.deepEqual(offerOf(session({ me }), NOW), { robot: 'scout1', name: 'scout1', seconds: 10 });
  assert.equal(offerOf(session({ me, driver: { robot: 'scout1' } }), NOW), null);
  assert.equal(offerOf(session({ me }), NOW + 9500), null);
  assert.equal(offerOf(session(), NOW), null);
});
