// One MQTT connection over WebSocket, by mqtt.js, with a reconnect loop of our own: a page that
// was taken over by another page of the same person must not come back by itself, and after every
// connect everything is subscribed and announced anew.

import { connectMqtt } from './mqtt.js';
import { Emitter } from '../emitter.js';
import { Watch } from './watch.js';
import { randomTag } from '../random.js';

const RETRY_FIRST_MS = 100;
const RETRY_MOST_MS = 3000;
const CONNECT_MS = 5000;
const IMPATIENT_MS = 1000;
const SESSION_TAKEN_OVER = 0x8e;
const NOT_AUTHORISED = new Set([0x86, 0x87, 4, 5]);

/** @typedef {'connecting' | 'online' | 'waiting' | 'taken_over' | 'refused' | 'closed'} LinkState */

/**
 * @extends {Emitter<{ state: LinkState,
 *   message: { topic: string, payload: Uint8Array, retain: boolean } }>}
 */
export class Connection extends Emitter {
  /** @type {import('mqtt').MqttClient | null} */
  #client = null;
  #retry = RETRY_FIRST_MS;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {LinkState} */
  state = 'closed';
  #heardAt = 0;
  #openedAt = 0;
  #watch = new Watch({
    isOnline: () => this.state === 'online',
    silentMs: () => performance.now() - this.#heardAt,
    ping: () => this.#client?.sendPing(),
    again: () => this.#again(),
  });

  /**
   * @param {object} options
   * @param {string} options.url of the broker's WebSocket listener
   * @param {string} options.principal
   * @param {() => string} options.token asked at every connect
   * @param {(conn: string) => { topic: string, payload: string }} options.will
   */
  constructor(options) {
    super();
    this.options = options;
  }

  open() {
    clearTimeout(this.#timer);
    this.#client?.end(true);
    this.conn = randomTag();
    this.#openedAt = performance.now();
    this.#watch.start();
    this.#set('connecting');
    const will = this.options.will(this.conn);
    const client = connectMqtt(this.options.url, {
      protocolVersion: 5,
      clientId: this.options.principal,
      username: this.options.principal,
      password: this.options.token(),
      keepalive: 10,
      clean: true,
      connectTimeout: CONNECT_MS,
      queueQoSZero: false,
      will: { topic: will.topic, payload: /** @type {any} */ (will.payload), qos: 1, retain: false },
    });
    this.#client = client;
    this.#listen(client);
  }

  /** @param {import('mqtt').MqttClient} client */
  #listen(client) {
    /** @type {LinkState} */
    let ending = 'waiting';
    client.on('connect', () => {
      if (client !== this.#client) return;
      this.#retry = RETRY_FIRST_MS;
      this.#set('online');
    });
    client.on('packetreceive', () => {
      this.#heardAt = performance.now();
    });
    client.on('disconnect', (packet) => {
      if (packet.reasonCode === SESSION_TAKEN_OVER) ending = 'taken_over';
    });
    client.on('error', (error) => {
      const code = /** @type {any} */ (error).code;
      if (NOT_AUTHORISED.has(code)) ending = 'refused';
    });
    client.on('close', () => {
      if (client === this.#client) this.#ended(ending);
    });
    client.on('message', (topic, payload, packet) => {
      this.emit('message', {
        topic,
        payload,
        retain: packet.retain,
      });
    });
  }

  /** Whoever may be back now does not wait for its turn. */
  wake() {
    this.#watch.wake();
  }

  /** At once, unless this page was told not to come back or has only just begun to. */
  #again() {
    const begun = this.state === 'connecting' && performance.now() - this.#openedAt < IMPATIENT_MS;
    if (begun || !['online', 'waiting', 'connecting'].includes(this.state)) return;
    this.#retry = RETRY_FIRST_MS;
    this.open();
  }

  /** @param {LinkState} ending */
  #ended(ending) {
    this.#client = null;
    if (ending !== 'waiting') this.#watch.stop();
    this.#set(ending);
    if (ending !== 'waiting') return;
    this.#timer = setTimeout(() => this.open(), this.#retry * (0.5 + Math.random() / 2));
    this.#retry = Math.min(this.#retry * 2, RETRY_MOST_MS);
  }

  /** @param {LinkState} state */
  #set(state) {
    this.state = state;
    this.emit('state', state);
  }

  /** @param {string[]} filters @param {0 | 1} qos */
  subscribe(filters, qos) {
    return new Promise((resolve) => {
      if (!this.#client) return resolve(false);
      this.#client.subscribe(filters, { qos }, (error) => resolve(!error));
    });
  }

  /** @param {string[]} filters */
  unsubscribe(filters) {
    return new Promise((resolve) => {
      if (!this.#client?.connected) return resolve(false);
      this.#client.unsubscribe(filters, (error) => resolve(!error));
    });
  }

  /**
   * @param {string} topic @param {object} message
   * @param {{ qos?: 0 | 1, expiryS?: number }} [options]
   * @returns {Promise<boolean>} true when written (QoS 0) or acknowledged by the broker (QoS 1)
   */
  publish(topic, message, { qos = 0, expiryS } = {}) {
    return new Promise((resolve) => {
      const client = this.#client;
      if (!client?.connected) return resolve(false);
      const properties = expiryS ? { messageExpiryInterval: expiryS } : {};
      client.publish(topic, JSON.stringify(message), { qos, properties }, (error) =>
        resolve(!error),
      );
    });
  }

  /** @param {'closed' | 'taken_over'} state what it is from then on */
  close(state = 'closed') {
    clearTimeout(this.#timer);
    this.#watch.stop();
    const client = this.#client;
    this.#client = null;
    client?.end(!client.connected); // one that is only just connecting would still take a place
    this.#set(state);
  }
}
