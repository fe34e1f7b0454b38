// A referee without a page: asks of the bridge what a test needs of a match, over the broker, as any
// other client may.

import { createRequire } from 'node:module';
import { randomUUID } from 'node:crypto';

const mqtt = createRequire(new URL('../../bridge/web/package.json', import.meta.url))('mqtt');
const ANSWER_MS = 10_000;

/** @param {import('./arena.mjs').Arena} arena */
export async function refereeOf(arena) {
  const { principal, token, root, broker } = await arena.order('joined', { args: ['referee', 'ref'] });
  const client = await mqtt.connectAsync(broker, { protocolVersion: 5, clientId: principal, username: principal, password: token });
  /** @type {Map<string, (answer: any) => void>} */
  const open = new Map();
  /** @type {Map<string, any>} the newest document of each match */
  const docs = new Map();
  client.on('message', (topic, payload) => {
    if (topic.endsWith('/answer')) {
      const answer = JSON.parse(payload.toString());
      open.get(answer.id)?.(answer);
    } else if (payload.length > 0) docs.set(topic.split('/').at(-1) ?? '', JSON.parse(payload.toString()));
  });
  await client.subscribeAsync([`${root}/bridge/main/${principal}/answer`, `${root}/bridge/main/all/match/+`], { qos: 1 });
  await client.publishAsync(`${root}/${principal}/all/presence`, JSON.stringify({ state: 'online', boot: 'b', conn: 'c', ts: Date.now() }), { qos: 1 });

  /** @param {string} deed @param {object} members @returns {Promise<any>} rejects when it is refused */
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
      void client.publishAsync(`${root}/${principal}/bridge/main/ask`, JSON.stringify({ id, do: deed, ...members }), { qos: 1 });
    });
  return { principal, ask, doc: (/** @type {string} */ match) => docs.get(match), end: () => client.endAsync() };
}
