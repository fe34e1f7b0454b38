// What is measured: link, round trip, losses, and the robot's own status.

import { w, wordOf } from '../../words/index.js';

/** @param {{ session: import('../../session.js').Session, robot: string }} props */
export function Facts({ session, robot }) {
  const { driver } = session;
  const link = driver?.link;
  const status = session.robots.statuses.get(robot)?.status;
  const units = session.robots.cards.get(robot)?.status ?? {};
  /** @type {[name: string, text: string][]} */
  const rows = [
    ['mode', status?.drive?.mode ?? w.common.nothing],
    ['trip', typeof driver?.roundTrip === 'number' ? `${Math.round(driver.roundTrip)} ms` : w.common.nothing],
    ['received', link ? String(link.received) : w.common.nothing],
    ['lost', link ? String(link.lost) : w.common.nothing],
    ['refused', link ? String(link.refused) : w.common.nothing],
  ];
  for (const [name, unit] of Object.entries(units)) {
    const value = status?.[name];
    rows.push([name, typeof value === 'number' ? `${tidy(value)} ${unit}` : w.common.nothing]);
  }
  return (
    <dl>
      {rows.map(([name, text]) => (
        <>
          <dt key={name}>{wordOf(w.drive.fields, name)}</dt>
          <dd>{text}</dd>
        </>
      ))}
    </dl>
  );
}

/** @param {number} value */
function tidy(value) {
  return Math.abs(value) >= 100 ? String(Math.round(value)) : String(Math.round(value * 10) / 10);
}
