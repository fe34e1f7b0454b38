// A replay by the keyboard alone: as players of films have it.

import { nextMark } from '../../replay/marks.js';

const STEP_MS = 5000;
const SMALL_MS = 500;

/**
 * @param {KeyboardEvent} event @param {import('../../replay/player.js').Player} player
 * @param {readonly import('../../replay/marks.js').Mark[]} marks @param {number} now
 */
export function press(event, player, marks, now) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const at = player.at(now);
  const step = event.shiftKey ? SMALL_MS : STEP_MS;
  /** @type {Record<string, () => void>} */
  const deeds = {
    ' ': () => player.toggle(now),
    k: () => player.toggle(now),
    ArrowLeft: () => player.seek(at - step, now),
    ArrowRight: () => player.seek(at + step, now),
    Home: () => player.seek(player.from, now),
    End: () => player.seek(player.to, now),
    n: () => player.seek(nextMark(marks, at, 1) ?? player.to, now),
    p: () => player.seek(nextMark(marks, at, -1) ?? player.from, now),
    '+': () => player.faster(1, now),
    '-': () => player.faster(-1, now),
  };
  const deed = Object.hasOwn(deeds, event.key) ? deeds[event.key] : undefined;
  if (!deed || isTaken(event)) return;
  event.preventDefault();
  deed();
}

/** The key means something to what has the focus. @param {KeyboardEvent} event */
function isTaken({ key, target }) {
  const element = /** @type {HTMLElement} */ (target);
  if (element.closest('dialog, select, textarea, input:not([type="range"]):not([type="radio"])')) return true;
  if (element.matches('[type="radio"]')) return key === ' ' || key.startsWith('Arrow');
  return key === ' ' && element.closest('button, a') !== null;
}
