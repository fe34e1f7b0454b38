// Why the robot may not move, the most important reason first.

/** @typedef {import('../../session.js').Session} Session */

/** @param {Session} session @param {string} robot */
export function stopped(session, robot) {
  const drive = session.robots.statuses.get(robot)?.status?.drive;
  return drive?.mode === 'stopped' || drive?.stops?.length > 0;
}

/**
 * @param {Session} session @param {string} robot
 * @returns {keyof import('../../words/en.js').Words['hindrance'] | null} null: it may be driven
 */
export function hindrance(session, robot) {
  if (session.connection.state !== 'online') return 'offline';
  if (stopped(session, robot)) return 'stopped';
  if (!session.bridgeAlive) return 'bridge';
  return session.driver ? session.driver.hindrance(session.now) : 'no_lease';
}
