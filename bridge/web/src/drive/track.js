// Where a robot is now, from poses that come once to ten times a second: it is carried on by its
// last speed for as long as the next message may take, and eased towards what was measured, so that
// it neither jumps nor stays behind. Metres, degrees clockwise from +y, ms.

/** @typedef {{ x: number, y: number, heading: number }} Pose */

const KEEP_MS = 8000;
const EASE_MS = 140;
const GUESS_MOST_MS = 1100;
/** Farther than this it was carried: it is shown there at once. */
const JUMP_M = 3;

/** @param {number} degrees @returns {number} −180…180 */
export const turn = (degrees) => ((((degrees + 180) % 360) + 360) % 360) - 180;

/** @param {any} pose of a status */
const isPose = (pose) => [pose?.x, pose?.y, pose?.heading].every((value) => Number.isFinite(value) && Math.abs(value) < 1e7);

export class Track {
  /** @type {{ at: number, pose: Pose }[]} */
  points = [];
  /** @type {Pose | null} as drawn last */
  shown = null;
  #shownAt = 0;
  #speed = 0;

  /** @param {any} pose @param {number} speed m/s, NaN where unknown @param {number} at ms */
  heard(pose, speed, at) {
    if (!isPose(pose) || this.points.at(-1)?.at === at) return;
    this.points.push({ at, pose });
    this.#speed = speed;
    while (this.points.length > 2 && this.points[0].at < at - KEEP_MS) this.points.shift();
  }

  /** @param {number} now ms @returns {Pose | null} */
  at(now) {
    const goal = this.#guess(now);
    if (!goal) return null;
    const passed = now - this.#shownAt;
    this.#shownAt = now;
    const { shown } = this;
    if (!shown || Math.hypot(goal.x - shown.x, goal.y - shown.y) > JUMP_M) return (this.shown = goal);
    const part = 1 - Math.exp(-passed / EASE_MS);
    this.shown = {
      x: shown.x + (goal.x - shown.x) * part,
      y: shown.y + (goal.y - shown.y) * part,
      heading: turn(shown.heading + turn(goal.heading - shown.heading) * part),
    };
    return this.shown;
  }

  /** Carried on from the last pose. @param {number} now ms @returns {Pose | null} */
  #guess(now) {
    const last = this.points.at(-1);
    if (!last) return null;
    const before = this.points.at(-2);
    const step = before ? Math.min(GUESS_MOST_MS, last.at - before.at) : 0;
    const ahead = Math.min(Math.max(0, now - last.at), step);
    if (!before || ahead === 0) return last.pose;
    const pace = this.#speed / 1000;
    if (Number.isFinite(pace) && Math.abs(pace) < 1e-5) return last.pose;
    const spin = turn(last.pose.heading - before.pose.heading) / Math.max(50, last.at - before.at);
    const heading = last.pose.heading + spin * ahead;
    const way = ((last.pose.heading + heading) / 2) * (Math.PI / 180);
    const [dx, dy] = Number.isFinite(pace)
      ? [Math.sin(way) * pace * ahead, Math.cos(way) * pace * ahead]
      : [(last.pose.x - before.pose.x) * (ahead / step), (last.pose.y - before.pose.y) * (ahead / step)];
    return { x: last.pose.x + dx, y: last.pose.y + dy, heading: turn(heading) };
  }
}
