// Somebody in the arena without a page, for tests: asks of the bridge over the broker, as any other
// client may.

import { createRequire } from 'node:module';
import { randomUUID } from 'node:crypto';

const mqtt = createRequire(new URL('../../bridge/web/package.json', import.meta.url))('mqtt');
const ANSWER_MS = 10_000;

/** @typedef {Awaited<ReturnType<typeof clientOf>>} Client */

/** @param {import('./arena.mjs').Arena} arena @param {string} kind of principal @param {string} name */
export async function clientOf(arena, kind, name) {
  const { principal, token, root, broker } = await arena.order('joined', { args: [kind, name] });
  const client = await mqtt.connectAsync(broker, { protocolVersion: 5, clientId: principal, username: principal, password: token });
  /** @type {Map<string, (answer: any) => void>} */
  const open = new Map();
  /** @type {Map<string, any>} the newest document of each match */
  const docs = new Map();
  client.on('message', (/** @type {string} */ topic, /** @type {Buffer} */ payload) => {
    const last = topic.split('/').at(-1) ?? '';
    if (last === 'answer') open.get(JSON.parse(payload.toString()).id)?.(JSON.parse(payload.toString()));
    else if (last === 'beat') announce();
    else if (payload.length > 0) docs.set(last, JSON.parse(payload.toString()));
  });
  const announce = () => client.publish(`${root}/${principal}/all/presence`, JSON.stringify({ state: 'online', boot: 'b', conn: 'c', page: 'p', ts: Date.now() }), { qos: 1 });
  const mine = ['answer', 'me'].map((what) => `${root}/bridge/main/${principal}/${what}`);
  await client.subscribeAsync([...mine, `${root}/bridge/main/all/match/+`, `${root}/bridge/main/all/beat`], { qos: 1 });
  announce();

  /** @param {string} deed @param {object} [members] @returns {Promise<any>} rejects when it is refused */
  const ask = (deed, members = {}) =>
    new Promise((resolve, reject) => {
      const id = randomUUID();
      const timer = setTimeout(() => reject(new Error(`${deed}: no answer`)), ANSWER_MS);
      open.set(id, (answer) => {
        clearTimeout(timer);
        open.delete(id);
        if (answer.ok) resolve(answer);
        else reject(new Error(`${deed}: ${answer.error?.code}: ${answer.error?.message}`));
      });
      client.publish(`${root}/${principal}/bridge/main/ask`, JSON.stringify({ id, do: deed, ...members }), { qos: 1 });
    });
  return { principal, ask, doc: (/** @type {string} */ match) => docs.get(match), end: () => client.endAsync() };
}
