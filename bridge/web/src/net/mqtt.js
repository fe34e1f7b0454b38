// mqtt.js by its parts: the client and its WebSocket, which is all that a page needs. The whole
// bundle of the package carries TCP, TLS, proxies and timers in workers as well: 34 KiB more in the
// first load.

import client from 'mqtt/lib/client';
import { browserStreamBuilder } from 'mqtt/lib/connect/ws';

/** @type {typeof client} a CommonJS module: what it calls default is a member of what arrives */
const MqttClient = /** @type {any} */ (client).default ?? client;

/**
 * Connects once; who wants to come back connects again.
 * @param {string} url ws:// or wss://
 * @param {import('mqtt').IClientOptions} options
 */
export function connectMqtt(url, options) {
  const { protocol, hostname, port, pathname, search } = new URL(url);
  /** @type {import('mqtt').IClientOptions} */
  const whole = {
    ...options,
    protocol: protocol === 'wss:' ? 'wss' : 'ws',
    hostname,
    port: port === '' ? undefined : Number(port),
    path: `${pathname}${search}`,
    timerVariant: 'native', // the default starts a worker from a blob, which the page's policy forbids
    reconnectPeriod: 0,
    resubscribe: false,
  };
  const made = new MqttClient((self) => browserStreamBuilder(self, whole), whole);
  made.on('error', () => {}); // the close that follows says all; without a listener it would be thrown
  return made;
}
