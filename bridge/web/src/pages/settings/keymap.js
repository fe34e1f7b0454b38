// Which key does what: binding one, and what keys are called.

/** @typedef {import('../../settings.js').Values['keys']} KeyMap */
/** @typedef {keyof KeyMap} Deed */

const MOST = 4;
/** Stopping works with these whatever is mapped, so they do nothing else. */
const ALWAYS_STOP = ['Space', 'Escape'];
/** Keys that the browser and the page need: moving the focus, pressing what has it. */
const NEEDED = /^(Tab|Enter|NumpadEnter|(Shift|Control|Alt|Meta|OS)(Left|Right)?|CapsLock|F\d+|ContextMenu|Unidentified|)$/;

/**
 * @param {KeyMap} keys @param {Deed} deed @param {string} code KeyboardEvent.code
 * @returns {{ keys: KeyMap, from: Deed | null } | 'stops' | 'needed' | 'full'} `from`: the deed that
 *   had this key until now, and has it no more
 */
export function bound(keys, deed, code) {
  if (ALWAYS_STOP.includes(code)) return 'stops';
  if (NEEDED.test(code)) return 'needed';
  const all = /** @type {Deed[]} */ (Object.keys(keys));
  const from = all.find((other) => other !== deed && keys[other].includes(code)) ?? null;
  const others = keys[deed].filter((known) => known !== code);
  if (others.length >= MOST) return 'full';
  const changed = { ...keys, [deed]: [...others, code] };
  if (from) changed[from] = keys[from].filter((known) => known !== code);
  return { keys: changed, from };
}

/** @param {KeyMap} keys @param {Deed} deed @param {string} code @returns {KeyMap} */
export const unbound = (keys, deed, code) => ({ ...keys, [deed]: keys[deed].filter((known) => known !== code) });

/** May be taken away from its deed. @param {string} code */
export const isFixed = (code) => ALWAYS_STOP.includes(code);

/** @type {Record<string, string>} */
const SIGNS = {
  ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→', Backspace: '⌫', Minus: '-', Equal: '=',
  Comma: ',', Period: '.', Slash: '/', Semicolon: ';', Quote: "'", BracketLeft: '[', BracketRight: ']', Backslash: '\\',
};

/**
 * What stands on a key, as far as it is known: the layout's word where the browser tells it, else
 * the place of the key on an English keyboard.
 * @param {string} code @param {ReadonlyMap<string, string> | null} layout
 */
export function keyName(code, layout) {
  const word = SIGNS[code] ?? layout?.get(code) ?? code.replace(/^(Key|Digit)(?=.$)/, '').replace(/^Numpad/, 'Num ');
  return word.length === 1 ? word.toUpperCase() : word;
}
