// A page under measurement: what it sends and hears is noted inside it, at the socket, and its
// processor time and memory are asked of the browser.

import { joined, pause } from '../browser/arena.mjs';

/** Runs in the page before any script of it: notes drive frames, keys, statuses. */
function watch() {
  const noted = { frames: /** @type {[at: number, moving: boolean][]} */ ([]), keys: /** @type {[at: number, down: boolean, heard: number][]} */ ([]), statuses: 0, ready: 0, socket: /** @type {any} */ (null) };
  Object.defineProperty(window, 'noted', { value: noted });
  const latin = new TextDecoder('latin1');
  const bytesOf = (/** @type {any} */ data) => (typeof data === 'string' ? data : latin.decode(data));
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) {
    const text = bytesOf(data);
    if (text.includes('/drive')) noted.frames.push([performance.now(), /"(?:x|y|cx|cy)":-?(?:0\.\d|[1-9])/.test(text)]);
    return send.call(this, data);
  };
  const take = (/** @type {MessageEvent} */ { data }) => {
    const text = data instanceof ArrayBuffer ? latin.decode(data) : '';
    noted.statuses += text.split('/all/status').length - 1;
  };
  const Socket = window.WebSocket;
  window.WebSocket = /** @type {any} */ (new Proxy(Socket, {
    construct(target, [url, protocols]) {
      const socket = new target(url, protocols);
      noted.socket = socket;
      socket.addEventListener('message', take);
      return socket;
    },
  }));
  for (const name of ['keydown', 'keyup'])
    window.addEventListener(name, (event) => {
      if (!(/** @type {KeyboardEvent} */ (event).repeat)) noted.keys.push([event.timeStamp, name === 'keydown', performance.now()]);
    }, true);
  const look = () => {
    if (document.querySelector('[data-robot] button:not([disabled])')) noted.ready = performance.now();
    else requestAnimationFrame(look);
  };
  look();
}

/**
 * Somebody who has joined, with the page watched; nothing is open yet.
 * @param {import('playwright-core').Browser} browser @param {import('../browser/arena.mjs').Arena} arena
 */
export async function visitor(browser, arena) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const credentials = { ...(await arena.order('joined', { args: ['player', 'Ann', 7200] })), name: 'Ann' };
  await context.addInitScript((kept) => localStorage.setItem('arena.credentials', kept), JSON.stringify(credentials));
  await context.addInitScript(watch);
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const debug = await context.newCDPSession(page);
  return { context, page, debug };
}

/** @param {import('playwright-core').Browser} browser @param {import('../browser/arena.mjs').Arena} arena */
export async function driver(browser, arena) {
  const person = await joined(browser, arena, { before: (context) => context.addInitScript(watch) });
  const debug = await person.context.newCDPSession(person.page);
  await debug.send('Performance.enable', { timeDomain: 'threadTicks' });
  return { ...person, debug };
}

/** @param {import('playwright-core').Page} page @returns {Promise<any>} */
export const noted = (page) => page.evaluate(() => /** @type {any} */ (window).noted);

/** Share of a processor that the page's main thread took: its own time, not that of waiting for one. @param {any} debug @param {number} ms */
export async function busy(debug, ms) {
  const read = async () => {
    const { metrics } = await debug.send('Performance.getMetrics');
    return metrics.find((/** @type {any} */ { name }) => name === 'TaskDuration').value;
  };
  const [before, from] = [await read(), performance.now()];
  await pause(ms);
  return (1000 * ((await read()) - before)) / (performance.now() - from);
}

/**
 * What a bare page makes of a timer of 50 ms while another is measured: the machine's own part.
 * @param {import('playwright-core').Browser} browser
 */
export async function metronome(browser) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.evaluate(() => {
    const beats = /** @type {number[]} */ ([]);
    Object.assign(window, { beats });
    let due = performance.now();
    const beat = () => {
      beats.push(performance.now());
      due = Math.max(due + 50, performance.now());
      setTimeout(beat, due - performance.now());
    };
    beat();
  });
  return async () => {
    const beats = await page.evaluate(() => /** @type {any} */ (window).beats);
    await context.close();
    return gaps(beats);
  };
}

/** @param {number[]} times */
export const gaps = (times) => times.slice(1).map((at, i) => at - times[i]);

/**
 * Runs in the page: gives it status messages as its socket would, some at a time, as fast as it takes them.
 * @param {{ root: string, robots: string[], status: object, rounds: number }} what
 */
export async function feed({ root, robots, status, rounds }) {
  const { socket } = /** @type {any} */ (window).noted;
  const text = new TextEncoder();
  for (let round = 0; round < rounds; round += 1) {
    for (const robot of robots) {
      const topic = text.encode(`${root}/robot/${robot}/all/status`);
      const body = text.encode(JSON.stringify({ ...status, battery: 50 + 10 * Math.random(), signal: 70 + Math.random(), ts: Date.now() }));
      const length = 2 + topic.length + 1 + body.length; // MQTT 5: no properties
      const packet = new Uint8Array(3 + length);
      packet.set([0x30, (length & 127) | 128, length >> 7, topic.length >> 8, topic.length & 255]);
      packet.set(topic, 5);
      packet.set(body, 5 + topic.length + 1);
      socket.dispatchEvent(new MessageEvent('message', { data: packet.buffer }));
    }
    if (round % 20 === 0) await new Promise((resolve) => setTimeout(resolve));
  }
}

/** Bytes of JavaScript that are really held. @param {any} debug */
export async function heap(debug) {
  for (let i = 0; i < 2; i += 1) await debug.send('HeapProfiler.collectGarbage');
  return (await debug.send('Runtime.getHeapUsage')).usedSize;
}

/** @param {number[]} values @param {number} share 0…1 */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}
