import { rowOf } from '../../operator/wall.js';

/**
 * The wall's rows as things are now, in the order of the list of robots.
 * @param {import('../../session.js').Session} session @param {import('../../operator/desk.js').Desk} desk
 */
export function rowsOf(session, desk) {
  const now = { clock: session.now, wall: desk.now };
  return session.robots.list().map((entry) =>
    rowOf(
      {
        entry,
        report: session.robots.statuses.get(entry.id),
        lease: desk.leases.get(entry.id),
        leaseAgeMs: now.wall - desk.leasesAt,
        since: desk.since.get(entry.id),
        stoppingUntil: desk.stopping.get(entry.id),
      },
      now,
    ),
  );
}
