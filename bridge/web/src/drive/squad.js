// The robots a match has given to one person, several at once, decided without a clock or a network.
//
// The one in focus gets the sticks; the others hold still, which has to be said as well: neutral
// frames at every tick, or their deadman would. They stand in the places of the seat: a spare that
// takes the place of a dead robot is in focus if that one was.
//
// Nothing of it is claimed: a lease is there as soon as the arena says so in `me`. After a reload it
// may be one an earlier page spoke in; the robot says with which number it went on (driver.js).

import { Delays } from './delays.js';
import { Driver } from './driver.js';

/** Who holds still is told at the loop's pace, however often the sticks change. */
const STILL_MS = 40;
/** The least of so many, half a second of them, is a delay: the others include waiting for the robot's next report. */
const TRIPS = 5;

/** @typedef {{ robot: string, n: number, drive?: boolean }} Lease */
/** @typedef {{ driver: Driver, drive: boolean, saidAt: number, trips: number[] }} Member */

export class Squad {
  /** @type {Map<string, Member>} by robot */
  #members = new Map();
  #summary = '';
  /** @type {string[]} the robot of each place, "" for none */
  places = [];
  /** The place that has the focus. */
  focus = 0;
  /** From a frame to the robot's report of it, since the match began. */
  delays = new Delays();

  get size() {
    return this.#members.size;
  }

  /** @returns {Driver | null} of the robot that gets the sticks */
  get focused() {
    return this.#members.get(this.places[this.focus] ?? '')?.driver ?? null;
  }

  /** @param {string} robot @returns {Driver | null} */
  driver(robot) {
    return this.#members.get(robot)?.driver ?? null;
  }

  /** The arena lets it move now, as far as it said. @param {string} robot */
  mayDrive(robot) {
    return this.#members.get(robot)?.drive ?? false;
  }

  get robots() {
    return [...this.#members.keys()];
  }

  /**
   * What the arena gives now.
   * @param {readonly Lease[]} leases @param {readonly string[]} places the seat's robots; what is given
   *   beside them stands behind them
   * @returns {boolean} something of it is new
   */
  take(leases, places) {
    const before = this.#members;
    const said = this.#summary;
    this.#members = new Map(
      leases.map(({ robot, n, drive = false }) => {
        const known = before.get(robot);
        const driver = known?.driver.n === n ? known.driver : new Driver(robot, n);
        return [robot, { driver, drive, saidAt: known?.saidAt ?? -Infinity, trips: known?.trips ?? [] }];
      }),
    );
    const beside = this.robots.filter((robot) => !places.includes(robot));
    this.places = [...places, ...beside];
    if (this.focus >= this.places.length) this.focus = 0;
    this.#summary = JSON.stringify([leases.map(({ robot, n, drive }) => [robot, n, drive]), this.places]);
    return said !== this.#summary;
  }

  /**
   * A held stick never starts the robot that has just come into focus.
   * @param {number} place @returns {boolean} it changed
   */
  focusOn(place) {
    if (place === this.focus || !this.places[place]) return false;
    this.focus = place;
    if (this.focused) this.focused.armed = false;
    return true;
  }

  /** The next place that has a robot. @param {1 | -1} step @returns {boolean} it changed */
  next(step) {
    const count = this.places.length;
    for (let i = 1; i < count; i++) {
      const place = (((this.focus + step * i) % count) + count) % count;
      if (this.places[place]) return this.focusOn(place);
    }
    return false;
  }

  /** @param {string} robot @param {any} link @param {number} now ms */
  heard(robot, link, now) {
    const member = this.#members.get(robot);
    const trip = member?.driver.heard(link, now);
    if (!member || typeof trip !== 'number') return;
    member.trips.push(trip);
    if (member.trips.length === TRIPS) this.delays.add(Math.min(...member.trips.splice(0)));
  }

  /** The connection is gone: with the next one each robot has to speak first, and the person to let go. */
  rest() {
    for (const { driver } of this.#members.values()) driver.rest();
  }

  /**
   * @param {import('./driver.js').Sticks} sticks @param {number} now ms
   * @returns {{ robot: string, frame: import('./driver.js').Frame }[]} to be said
   */
  tick(sticks, now) {
    const said = [];
    for (const [robot, member] of this.#members) {
      const own = member.driver === this.focused;
      if (!own && now - member.saidAt < STILL_MS) continue;
      const frame = member.driver.tick(own ? sticks : {}, now);
      if (!frame) continue;
      member.saidAt = now;
      said.push({ robot, frame });
    }
    return said;
  }
}
