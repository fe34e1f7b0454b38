// The facts that hindrance.js and the displays stand on, gathered from the session at this moment.

/** @typedef {import('../../session.js').Session} Session */

const CLEARS_ANY = ['referee', 'operator'];

/**
 * @param {Session} session @param {string} robot
 * @param {{ mixer: import('../../input/mixer.js').Mixer, clearing: boolean, hidden: boolean }} here
 * @returns {import('./hindrance.js').Facts}
 */
export function situation(session, robot, { mixer, clearing, hidden }) {
  const { now, driver, credentials, robots } = session;
  const entry = robots.entries.get(robot);
  const heard = robots.statuses.get(robot);
  const drive = heard?.status?.drive;
  const lease = session.me?.leases?.find((/** @type {any} */ one) => one.robot === robot);
  return {
    connection: session.connection.state,
    hidden,
    bridge: session.bridgeAlive,
    leased: driver !== null,
    referee: CLEARS_ANY.includes(credentials.principal.split('/')[0]),
    roster: entry?.state,
    outOfService: entry?.out_of_service === true,
    mayDrive: lease && lease.n === driver?.n ? lease.drive : undefined,
    link: driver?.link ? { age: now - driver.linkAt, ready: driver.link.ready } : null,
    armed: driver?.armed ?? false,
    status: heard && drive
      ? { age: now - heard.at, mode: drive.mode, why: drive.why ?? [], stops: drive.stops ?? [] }
      : null,
    isOwnStop: (id) => session.stops.isOwn(id),
    stopping: session.stops.isOpen(robot),
    clearing,
    held: mixer.held,
  };
}

/**
 * A robot's status as it is shown: fields, their units, and how old it is.
 * @param {Session} session @param {string} robot
 * @returns {{ status: Record<string, any>, units: Record<string, string>, age: number | null, old: boolean }}
 */
export function reading(session, robot) {
  const card = session.robots.cards.get(robot);
  const heard = session.robots.statuses.get(robot);
  const age = heard ? session.now - heard.at : null;
  const late = Math.max(1500, 2.5 * (card?.status_ms ?? 1000));
  return { status: heard?.status ?? {}, units: card?.status ?? {}, age, old: age === null || age > late };
}
