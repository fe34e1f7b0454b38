// The robots, one card each: live state, who drives, and the button that fits.

import { element, setText } from './element.js';

const STATES = Object.freeze({
  online: 'online',
  stale: 'not answering',
  lost: 'lost',
  offline: 'offline',
  unverified: 'checking…',
});

/** @param {import('../session.js').Session} session */
export function listView(session) {
  const grid = element('div', { class: 'robots' });
  const empty = element('p', {}, 'No robot has registered yet.');
  const node = element('section', {}, element('h1', {}, 'Robots'), element('p', {}, 'Take one that is free, or queue for a busy one.'), empty, grid);
  /** @type {Map<string, ReturnType<typeof card>>} */
  const cards = new Map();

  function update() {
    const list = session.robots.list();
    const ids = new Set(list.map((entry) => entry.id));
    for (const [id, old] of cards) {
      if (!ids.has(id)) {
        old.node.remove();
        cards.delete(id);
      }
    }
    list.forEach((entry, index) => {
      const known = cards.get(entry.id) ?? card(session, entry.id);
      cards.set(entry.id, known);
      if (grid.children[index] !== known.node) grid.insertBefore(known.node, grid.children[index] ?? null);
      known.update(entry);
    });
    empty.hidden = list.length > 0;
  }
  update();
  return { node, update, close() {} };
}

/** @param {import('../session.js').Session} session @param {string} id */
function card(session, id) {
  const title = element('h2', {});
  const badge = element('span', { class: 'badge' });
  const line = element('div', { class: 'line' });
  const take = element('button', { on: { click: () => session.claim(id) } }, 'Drive');
  const queue = element('button', { on: { click: () => session.attempt('drive.queue', { robot: id }) } }, 'Queue');
  const unqueue = element('button', { class: 'quiet', on: { click: () => session.attempt('drive.release', { robot: id }) } }, 'Leave queue');
  const node = element(
    'article',
    { class: 'panel robot' },
    element('div', { class: 'top' }, title, badge),
    line,
    element('div', { class: 'buttons' }, take, queue, unqueue),
  );
  node.dataset.robot = id;

  /** @param {any} entry */
  function update(entry) {
    const mine = entry.driver === session.credentials.principal;
    const waiting = session.me?.queue?.find((/** @type {any} */ q) => q.robot === id);
    const offered = waiting?.offer_ms > Date.now();
    const busy = entry.driver && !mine;
    setText(title, entry.name || id);
    setText(badge, entry.out_of_service ? 'out of service' : STATES[/** @type {keyof typeof STATES} */ (entry.state)]);
    badge.className = `badge ${entry.state}`;
    setText(line, describe(entry, mine, waiting, offered));
    setText(take, offered ? 'Your turn: drive' : mine ? 'Continue' : 'Drive');
    take.disabled = Boolean(entry.state !== 'online' || busy || entry.out_of_service || session.claiming);
    take.hidden = Boolean(busy);
    queue.hidden = Boolean(!busy || waiting);
    unqueue.hidden = !waiting;
  }

  /** @param {any} entry @param {boolean} mine @param {any} waiting @param {boolean} offered */
  function describe(entry, mine, waiting, offered) {
    if (offered) return 'It is free and kept for you.';
    if (waiting) return `You are number ${waiting.place} in the queue.`;
    if (mine) return 'You have this robot.';
    if (entry.driver) return `${entry.driver.split('/')[1]} drives.`;
    const battery = session.robots.statuses.get(id)?.status?.battery;
    const kind = entry.kind || 'robot';
    return battery === undefined ? kind : `${kind} · battery ${Math.round(battery)} %`;
  }
  return { node, update };
}
