// The weapons of one's robots: asks for shots while the trigger is held, and knows how hot each is.

import { useEffect, useMemo, useRef } from 'preact/hooks';
import { Gun } from '../../fight/gun.js';
import { Heat } from '../../fight/heat.js';
import { Trigger } from '../../input/trigger.js';
import { fightersOf, stateOf } from '../../match/view.js';
import { useHear } from '../../ui/hooks.js';

const LOOK_MS = 25;
/** The action of a card that shoots. */
export const FIRE = 'fire';

/** @typedef {import('../../session.js').Session} Session */
/** @typedef {import('../../match/match.js').Match} Match */
/** @typedef {{ gun: Gun, heat: Heat }} Weapon */
/** @typedef {import('../../fight/heat.js').Warmth & { loaded: number, shotAt: number }} Shown */
/** @typedef {{ session: Session, match: Match, robot: string, alive: boolean, feel: (what: string) => void }} Holder */

/** @param {Holder} holder */
export function useWeapons(holder) {
  const { session, match, feel } = holder;
  const now = useRef(holder);
  now.current = holder;
  const arms = useMemo(() => new Arms(match), [match]);
  const trigger = useMemo(() => new Trigger(window, () => []), [arms]); // its keys are told by inputs.js
  useEffect(() => () => trigger.close(), [trigger]);
  useHear(match, 'live', () => arms.heard(session.now));
  useHear(match, 'changed', () => arms.heard(session.now));
  useHear(session, 'ack', (ack) => arms.answered(ack, session.now) && feel('shot'));
  useEffect(() => {
    const timer = setInterval(() => pull(arms, trigger, now.current), LOOK_MS);
    return () => clearInterval(timer);
  }, [arms, trigger]);
  return { trigger, arms, of: (/** @type {string} */ robot, /** @type {number} */ at) => arms.shown(robot, at) };
}

/** @param {Arms} arms @param {Trigger} trigger @param {Holder} holder */
function pull(arms, trigger, { session, robot, alive, feel }) {
  const { gun, heat } = arms.of(robot);
  const { hot } = heat.at(session.now);
  const may = alive && !hot;
  if (arms.hasCooled(robot, hot)) feel('cooled');
  if (arms.isPressed(trigger.held) && !may) feel('dry');
  if (trigger.held && may && gun.isDue(session.now)) gun.asked(session.action(FIRE), session.now);
}

class Arms {
  /** @type {Map<string, Weapon>} */
  #all = new Map();
  /** @type {Map<string, number>} when a robot's last shot was seen */
  #shotAt = new Map();
  #hot = '';
  #held = false;

  /** @param {Match} match */
  constructor(match) {
    this.match = match;
  }

  /** @param {string} robot @returns {Weapon} */
  of(robot) {
    const weapon = this.#all.get(robot) ?? { gun: new Gun(), heat: new Heat(this.match.doc?.rules ?? {}) };
    this.#all.set(robot, weapon);
    return weapon;
  }

  /** @param {number} now */
  heard(now) {
    const runs = stateOf(this.match) === 'running' && !this.match.doc?.held;
    for (const unit of fightersOf(this.match)) {
      const weapon = unit.robot ? this.#all.get(unit.robot) : undefined;
      weapon?.heat.heard(unit, now, runs);
    }
  }

  /** @param {any} ack @param {number} now @returns {boolean} it was a shot */
  answered(ack, now) {
    const weapon = ack.do === FIRE ? this.#all.get(ack.robot) : undefined;
    if (!weapon?.gun.answered(ack, now)) return false;
    weapon.heat.shot(now);
    this.#shotAt.set(ack.robot, now);
    return true;
  }

  /** @param {string} robot in focus @param {boolean} hot @returns {boolean} it was a moment ago, and is not any more */
  hasCooled(robot, hot) {
    const before = this.#hot;
    this.#hot = hot ? robot : '';
    return robot !== '' && before === robot && !hot;
  }

  /** @param {boolean} held @returns {boolean} it was not a moment ago */
  isPressed(held) {
    const before = this.#held;
    this.#held = held;
    return held && !before;
  }

  /** @param {string} robot @param {number} now @returns {Shown} */
  shown(robot, now) {
    const { gun, heat } = this.of(robot);
    return { ...heat.at(now), loaded: gun.loaded(now), shotAt: this.#shotAt.get(robot) ?? -Infinity };
  }
}
