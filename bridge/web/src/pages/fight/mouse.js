// The mouse over the arena: where it points the robot's camera turns, and its button is the trigger. It
// aims only while the robot drives: what holds still has to be told so (neutral first).

import { rateTo } from '../../fight/aim.js';
import { turn } from '../../drive/track.js';

/** @typedef {import('../../input/trigger.js').Trigger} Trigger */

export class MouseAim {
  kind = /** @type {const} */ ('stick');
  /** Degrees clockwise from what is up in the picture, null while it points nowhere. @type {number | null} */
  #points = null;

  /**
   * @param {import('../../session.js').Session} session @param {import('../../settings.js').Settings} settings
   * @param {{ robot: string, alive: boolean, trigger: Trigger }} now
   */
  constructor(session, settings, now) {
    this.session = session;
    this.settings = settings;
    this.now = now;
  }

  /** @param {number} dx px from the robot's middle @param {number} dy */
  point(dx, dy) {
    this.#points = Math.hypot(dx, dy) < 12 ? null : (Math.atan2(dx, -dy) * 180) / Math.PI;
  }

  /** @param {boolean} held */
  press(held) {
    this.now.trigger.set('mouse', held);
  }

  letGo() {
    this.#points = null;
  }

  /** @returns {import('../../drive/driver.js').Sticks} */
  sticks() {
    const { robot, alive } = this.now;
    const { mouseAims, fightView } = this.settings.values;
    const status = this.session.robots.statuses.get(robot)?.status;
    if (this.#points === null || !alive || !mouseAims || !Number.isFinite(status?.pan) || !this.session.driver?.armed) return {};
    const heading = fightView === 'turns' ? 0 : (status.pose?.heading ?? 0);
    return { cx: rateTo(turn(this.#points - heading) - status.pan) };
  }
}
