// A driver made of mqtt.js and fetch alone: joins, claims, drives until the robot's link shows that
// frames are accepted in motion, releases. Usage: stock_mqttjs.mjs API INVITE URL VERSION ROBOT

import { createRequire } from 'node:module';
import { randomUUID } from 'node:crypto';

const require = createRequire(new URL('../../bridge/web/package.json', import.meta.url));
const mqtt = require('mqtt');

const [api, invite, url, version, robot] = process.argv.slice(2);
const FRAMES = 30;

const response = await fetch(`${api}/api/v1/players`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ name: 'Dora', invite }),
});
const { principal, token, root } = await response.json();
const client = await mqtt.connectAsync(url, {
  protocolVersion: Number(version), clientId: principal, username: principal, password: token,
});

/** @type {Map<string, (answer: any) => void>} */
const waiting = new Map();
/** @type {any} */
let link = null;
client.on('message', (topic, payload) => {
  const message = JSON.parse(payload.toString());
  if (topic.endsWith('/link')) link = message;
  else waiting.get(message.id)?.(message);
});
await client.subscribeAsync([`${root}/bridge/main/${principal}/answer`, `${root}/robot/+/${principal}/link`]);

async function ask(deed, members) {
  const id = randomUUID();
  const answer = new Promise((resolve) => waiting.set(id, resolve));
  await client.publishAsync(`${root}/${principal}/bridge/main/ask`, JSON.stringify({ id, do: deed, ...members }), { qos: 1 });
  const { ok, error, ...rest } = await answer;
  if (!ok) throw new Error(`${deed}: ${error.code} ${error.message}`);
  return rest;
}

const { n } = await ask('drive.claim', { robot });
let moving = 0;
for (let s = 1; moving < FRAMES; s += 1) {
  if (s > 400) throw new Error(`not ready: ${JSON.stringify(link)}`);
  if (link?.n === n) {
    const frame = { n, s, e: link.c, t: Math.floor(performance.now()), ...(link.ready ? { y: 0.5 } : {}) };
    if (link.ready) moving += 1;
    client.publish(`${root}/${principal}/robot/${robot}/drive`, JSON.stringify(frame));
  }
  await new Promise((resolve) => setTimeout(resolve, 50));
}
await ask('drive.release', { robot });
if (!(link.received > FRAMES / 2)) throw new Error(`few frames arrived: ${JSON.stringify(link)}`);
await client.endAsync();
