// One person's stay: credentials, the connection, what is known of robots and of oneself, and the
// robot being driven. Views read it and listen to its events; it knows no element of the page.

import { Asks, Refusal } from './net/asks.js';
import { Comeback } from './drive/comeback.js';
import { Connection } from './net/connection.js';
import { Driver } from './drive/driver.js';
import { Emitter } from './emitter.js';
import { Matches } from './match/matches.js';
import { randomTag } from './random.js';
import { Renewal } from './net/renewal.js';
import { Robots } from './robots.js';
import { Squad } from './drive/squad.js';
import { Stops } from './drive/stops.js';
import { givenBy } from './drive/given.js';
import { holdsRobots } from './match/view.js';
import { formatTopic, parseTopic } from './wire/topic.js';
import { parseMessage } from './wire/messages.js';

const BEAT_SILENT_MS = 3000;
const REST_MS = 1000;
const WORRY_S = 120;
const MAY_BE_EMPTY = ['me', 'card']; // retained, and taken back
const ME_WAIT_MS = 700;
const CLAIM_AGAIN_MS = 1000;
/** States that no connection follows by itself. */
const FOR_GOOD = ['taken_over', 'refused', 'closed'];

/** @typedef {{ principal: string, token: string, root: string, broker: string,
 *   expires: number, name: string }} Credentials */

/** What a person should be told; words/say.js makes a sentence of it.
 * @typedef {{ what: 'refused', code: string, message: string, text?: string }
 *   | { what: 'ended', robot: string, why: string[] }
 *   | { what: 'said', text: string }
 *   | { what: 'renewed', robot: string }
 *   | { what: 'broken' }} Notice */

/**
 * `heard` says every word that came, after it was taken in: `what` and the id of who said it.
 * @extends {Emitter<{ changed: void, heard: { what: string, from: string, message: any },
 *   notice: Notice, ack: any, credentials: Credentials }>}
 */
export class Session extends Emitter {
  page = randomTag();
  robots = new Robots();
  /** @type {any} */
  me = null;
  /** Of the robot that this page has taken. @type {Driver | null} */
  claimed = null;
  /** Those that a match has given to this person. */
  squad = new Squad();
  confirmed = false;
  claiming = '';
  beatAt = 0;
  beatOf = '';
  arenaAhead = 0;
  renewal = new Renewal();
  movedAt = 0;
  announced = false;
  wasOnline = false;
  comeback = new Comeback();
  /** Which state of the connection this is: what an earlier one began and awaits is over. */
  #link = 0;
  /** Which claim this is: only the newest one counts, and none after a release. */
  #claim = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #claimTimer;
  /** It is known whether this person has a robot: what stood before a reload has been claimed again. */
  settled = false;
  /** Since when the connection is as it is, in Unix ms. */
  linkSince = Date.now();

  /** @param {Credentials} credentials */
  constructor(credentials) {
    super();
    this.credentials = credentials;
    this.asks = new Asks((ask) => void this.say('ask', 'bridge/main', ask, { qos: 1 }));
    this.stops = new Stops((robot, stop) => void this.say('stop', `robot/${robot}`, stop, { qos: 1 }));
    this.connection = new Connection({
      url: credentials.broker,
      principal: credentials.principal,
      token: () => this.#tokenInUse(),
      will: (conn) => ({
        topic: this.topic('presence', null),
        payload: JSON.stringify(this.presence('lost', conn)),
      }),
    });
    this.pages = new BroadcastChannel(`arena ${credentials.principal}`);
    this.pages.addEventListener('message', () => this.#giveWay());
    this.connection.on('state', (state) => this.#connectionIs(state));
    this.connection.on('message', (message) => this.#take(message));
    this.matches = new Matches(this);
    this.matches.on('changed', () => this.#takeGiven() && this.emit('changed', undefined));
  }

  get now() {
    return performance.now();
  }

  /** Of the robot that gets the sticks. @returns {Driver | null} */
  get driver() {
    return this.claimed ?? this.squad.focused;
  }

  /** Unix ms by the arena's clock, which this device's may be far from. */
  get arenaTime() {
    return Date.now() + this.arenaAhead;
  }

  /** The bridge speaks: its beat came within the last seconds. */
  get bridgeAlive() {
    return this.beatAt > 0 && this.now - this.beatAt < BEAT_SILENT_MS;
  }

  /**
   * Connects. Other pages of this browser are told first: the broker tells the one it replaces as
   * well, but a closing socket may lose that word, and then both would come back in turn.
   */
  open() {
    this.pages.postMessage(this.page);
    this.connection.open();
  }

  /** Another page of this person is here: this one does not come back by itself. */
  #giveWay() {
    this.connection.close('taken_over');
  }

  /** Takes this person's place from another page. */
  continueHere() {
    this.wasOnline = false;
    this.open();
  }

  /** @param {string} what @param {string | null} to a principal, null = all */
  topic(what, to) {
    return formatTopic(this.credentials.root, { from: this.credentials.principal, to, what });
  }

  /**
   * @param {string} what @param {string | null} to @param {object} message
   * @param {{ qos?: 0 | 1, expiryS?: number }} [options]
   */
  say(what, to, message, options) {
    return this.connection.publish(this.topic(what, to), message, options);
  }

  /** @param {'online' | 'offline' | 'lost'} state @param {string} conn */
  presence(state, conn) {
    return { state, boot: this.page, conn, page: this.page, ts: Date.now() };
  }

  /** @param {import('./net/connection.js').LinkState} state */
  async #connectionIs(state) {
    this.linkSince = Date.now();
    this.#link += 1;
    clearTimeout(this.#claimTimer);
    if (state !== 'online') {
      this.announced = false;
      if (this.claimed) this.claimed.armed = false;
      this.squad.rest();
      this.comeback.lost(this.claimed?.robot ?? '', this.now);
    }
    if (FOR_GOOD.includes(state)) {
      this.#drop();
      this.squad.take([], []);
    }
    if (state === 'online') await this.#arrive(this.#link);
    this.emit('changed', undefined);
  }

  /** What was driven is not this page's any more: what it claims next is for the arena to say. */
  #drop() {
    this.#claim += 1;
    this.claiming = '';
    this.claimed = null;
    this.confirmed = false;
    this.comeback.settle();
  }

  /** @param {number} link */
  async #arrive(link) {
    const { root, principal } = this.credentials;
    const mine = ['me', 'answer'].map((what) => `${root}/bridge/main/${principal}/${what}`);
    const heardMe = this.wasOnline ? this.#nextMe() : Promise.resolve(null);
    if (!(await this.connection.subscribe(mine, 1))) return;
    const me = await heardMe;
    if (link !== this.#link) return;
    if (me?.page && me.page !== this.page) {
      this.#giveWay();
      return;
    }
    this.wasOnline = true;
    await this.connection.subscribe(this.#filters(), 0);
    if (link !== this.#link) return;
    this.#announce();
    await this.#refreshRobots();
    await this.#claimAgain(link);
    if (link === this.#link) this.settled = true;
  }

  #filters() {
    const { root, principal } = this.credentials;
    return [
      `${root}/bridge/main/all/roster`,
      `${root}/bridge/main/all/beat`,
      `${root}/robot/+/all/card`,
      `${root}/robot/+/all/status`,
      `${root}/robot/+/all/event`,
      `${root}/robot/+/${principal}/link`,
      `${root}/robot/+/${principal}/ack`,
    ];
  }

  #nextMe() {
    return new Promise((resolve) => {
      const stop = this.on('heard', ({ what }) => {
        if (what !== 'me') return;
        stop();
        resolve(this.me);
      });
      setTimeout(() => {
        stop();
        resolve(null);
      }, ME_WAIT_MS);
    });
  }

  #announce() {
    this.announced = true;
    const conn = this.connection.conn ?? '';
    void this.say('presence', null, this.presence('online', conn), { qos: 1 });
  }

  async #refreshRobots() {
    let after = '';
    /** @type {any[]} */
    const entries = [];
    let rev = 0;
    try {
      do {
        const answer = await this.asks.ask('roster', after ? { after } : {});
        entries.push(...answer.robots);
        rev = answer.rev;
        after = answer.next ?? '';
      } while (after);
      this.robots.replace(entries, rev);
    } catch (error) {
      this.#complain(error);
    }
    this.emit('changed', undefined);
  }

  /** After a load, a reconnect or a wake the old number is not ours to use: claim anew. @param {number} link */
  async #claimAgain(link) {
    if (link !== this.#link) return; // lost meanwhile: it goes on with the next connection
    const robot = this.isPlaying ? '' : this.comeback.wanted(this.me, this.now);
    if (robot) {
      const refusal = await this.#tryClaim(robot);
      if (link !== this.#link) return;
      if (refusal && this.comeback.again(refusal.code)) {
        this.#claimTimer = setTimeout(() => void this.#claimAgain(link), CLAIM_AGAIN_MS);
        return;
      }
      if (refusal) this.#notOurs(refusal);
    } else this.#leaseEnded(this.me?.why ?? []);
    this.comeback.settle();
  }

  /** @param {{ topic: string, payload: Uint8Array, retain: boolean }} message */
  #take({ topic: text, payload, retain }) {
    const topic = parseTopic(this.credentials.root, text);
    if (topic?.match) return this.matches.take(topic, payload);
    if (!topic || (retain && (topic.what === 'link' || topic.what === 'answer'))) return;
    const message = payload.length === 0 ? null : parseMessage(topic.what, payload);
    if (!message && !(payload.length === 0 && MAY_BE_EMPTY.includes(topic.what))) return;
    const id = topic.from.split('/')[1];
    /** @type {Record<string, () => void>} */
    const takers = {
      me: () => this.#takeMe(message),
      answer: () => this.asks.answered(message),
      beat: () => this.#takeBeat(message),
      roster: () => this.#takeRoster(message),
      card: () => this.robots.card(id, message),
      status: () => this.#takeStatus(id, message),
      link: () => this.#takeLink(id, message),
      ack: () => this.emit('ack', { robot: id, ...message }),
    };
    takers[topic.what]?.();
    this.emit('heard', { what: topic.what, from: id, message });
  }

  /** @param {any} me */
  #takeMe(me) {
    this.me = me;
    const driver = this.claimed;
    if (driver) {
      const lease = me?.leases?.find((/** @type {any} */ l) => l.robot === driver.robot);
      if (lease?.n === driver.n) this.confirmed = true;
      else if (this.comeback.robot) this.confirmed = false; // about to be claimed again
      else if (this.confirmed && lease?.n > driver.n && me?.seat) this.claimed = null; // a match goes on with it
      else if (this.confirmed && !(lease && lease.n < driver.n)) this.#leaseEnded(me?.why ?? []);
    }
    this.#takeGiven();
    this.emit('changed', undefined);
  }

  /** What the match gives, as its document and `me` say together. @returns {boolean} it changed */
  #takeGiven() {
    const { leases, places } = this.#given();
    return this.squad.take(leases, places);
  }

  #given() {
    return givenBy(this.me, this.matches.mine?.doc, this.credentials.principal, this.claimed);
  }

  /** A match that holds its robots has a seat for this person: it gives, nothing is claimed. */
  get isPlaying() {
    return holdsRobots(this.matches.mine?.doc?.state ?? '');
  }

  /** @param {string[]} why */
  #leaseEnded(why) {
    const robot = this.claimed?.robot;
    this.claimed = null;
    this.confirmed = false;
    if (robot && !this.isPlaying) this.emit('notice', { what: 'ended', robot, why });
  }

  /** @param {any} beat */
  #takeBeat(beat) {
    const of = `${beat.boot} ${beat.conn}`;
    const isNew = this.beatOf !== '' && this.beatOf !== of;
    this.beatAt = this.now;
    this.beatOf = of;
    if (beat.ts) this.arenaAhead = beat.ts - Date.now();
    if (isNew && this.announced) {
      this.#announce();
      void this.#refreshRobots();
    }
    this.#renewWhenDue();
  }

  #tokenInUse() {
    this.renewal.used = this.credentials.expires;
    return this.credentials.token;
  }

  #renewWhenDue() {
    const due = this.renewal.due({
      now: this.arenaTime / 1000,
      expires: this.credentials.expires,
      idle: !this.driver && this.asks.open === 0,
      resting: this.now - this.movedAt > REST_MS,
    });
    if (due === 'renew') void this.#renew();
    if (due !== 'switch') return;
    if (this.driver) this.emit('notice', { what: 'renewed', robot: this.driver.robot });
    this.connection.open();
  }

  async #renew() {
    try {
      const { token, expires } = await this.asks.ask('token.renew');
      this.credentials = { ...this.credentials, token, expires };
      this.emit('credentials', this.credentials);
    } catch (error) {
      if (this.credentials.expires - this.arenaTime / 1000 < WORRY_S) this.#complain(error);
    }
  }

  /** @param {any} roster */
  #takeRoster(roster) {
    if (!this.robots.change(roster)) void this.#refreshRobots();
    this.emit('changed', undefined);
  }

  /** @param {string} robot @param {any} status */
  #takeStatus(robot, status) {
    this.robots.status(robot, status, this.now);
    this.stops.shown(robot, status.drive?.stops ?? []);
  }

  /** @param {string} robot @param {any} link */
  #takeLink(robot, link) {
    if (this.claimed?.robot === robot) this.claimed.heard(link, this.now);
    this.squad.heard(robot, link, this.now);
  }

  /** @param {unknown} error */
  #complain(error) {
    if (error instanceof Refusal) {
      this.emit('notice', { what: 'refused', code: error.code, message: error.message });
      return;
    }
    console.error(error);
    this.emit('notice', { what: 'broken' });
  }

  /** @param {string} robot */
  async claim(robot) {
    clearTimeout(this.#claimTimer);
    if (this.comeback.robot) this.#drop(); // another one instead of the one that was lost
    this.comeback.asked();
    const refusal = await this.#tryClaim(robot);
    if (!refusal) return;
    if (this.claimed?.robot === robot) this.#notOurs(refusal);
    else this.#complain(refusal);
  }

  /** @param {unknown} refusal */
  #notOurs(refusal) {
    this.claimed = null;
    this.confirmed = false;
    this.#complain(refusal);
    this.emit('changed', undefined);
  }

  /** @param {string} robot @returns {Promise<any>} why not; null when it is ours, or no longer wanted */
  async #tryClaim(robot) {
    const claim = (this.#claim += 1);
    this.claiming = robot;
    this.emit('changed', undefined);
    const { n, refusal } = await this.asks.ask('drive.claim', { robot }).catch((error) => ({ refusal: error }));
    if (claim !== this.#claim) return null;
    this.claiming = '';
    if (!refusal) {
      this.claimed = new Driver(robot, n);
      this.matches.forgetSeat();
      this.confirmed =
        this.me?.leases?.some((/** @type {any} */ l) => l.robot === robot && l.n === n) ?? false;
    }
    this.emit('changed', undefined);
    return refusal ?? null;
  }

  async release() {
    const robot = this.claimed?.robot;
    if (!robot) return;
    clearTimeout(this.#claimTimer);
    this.#drop();
    this.comeback.gave(robot);
    this.emit('changed', undefined);
    await this.attempt('drive.release', { robot });
  }

  /**
   * Asks, and says a refusal aloud.
   * @param {string} deed @param {object} members
   */
  async attempt(deed, members) {
    try {
      return await this.asks.ask(deed, members);
    } catch (error) {
      this.#complain(error);
      return null;
    } finally {
      this.emit('changed', undefined);
    }
  }

  /** One deed for everything one has: each robot gets a stop of its own. */
  stopAll() {
    const robots = [...(this.claimed ? [this.claimed.robot] : []), ...this.squad.robots];
    for (const robot of robots) void this.stop(robot);
  }

  /** @param {string} robot */
  async stop(robot) {
    const id = this.stops.begin(robot);
    await this.attempt('stop', { robot, stop: id });
  }

  /**
   * One tick of the drive loop (drive/loop.js).
   * @param {import('./drive/driver.js').Sticks} sticks
   */
  tick(sticks) {
    this.stops.repeat(this.now);
    if (Object.values(sticks).some(Boolean)) this.movedAt = this.now;
    if (this.connection.state !== 'online') return;
    for (const { robot, frame } of this.#frames(sticks)) void this.say('drive', `robot/${robot}`, frame);
  }

  /** @param {import('./drive/driver.js').Sticks} sticks */
  #frames(sticks) {
    const { claimed } = this;
    const given = this.squad.tick(claimed ? {} : sticks, this.now);
    const frame = claimed && !this.comeback.robot ? claimed.tick(sticks, this.now) : null;
    return claimed && frame ? [...given, { robot: claimed.robot, frame }] : given;
  }

  /** @param {string} name @param {number} [value] @returns {string} its id, as its `ack` will name it */
  action(name, value) {
    const driver = this.driver;
    if (!driver?.link || this.comeback.robot) return '';
    const message = { id: randomTag(), n: driver.n, e: driver.link.c, do: name };
    const whole = value === undefined ? message : { ...message, value };
    void this.say('action', `robot/${driver.robot}`, whole, { qos: 1, expiryS: 2 });
    return message.id;
  }

  /** A clean goodbye: the lease ends at once instead of after the loss is noticed. */
  goodbye() {
    const conn = this.connection.conn ?? '';
    if (this.announced) void this.say('presence', null, this.presence('offline', conn), { qos: 1 });
    this.connection.close();
    this.pages.close();
  }
}
