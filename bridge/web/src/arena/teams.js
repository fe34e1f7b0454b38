// How a team is told from the others, on the canvas and in the page: a colour, a shape and a letter,
// so that no eye has to rely on the colour. A team that is named after a colour gets it.

/** Of the tokens --team-0 … (style/base.css); a shape each (figures.js). */
export const SLOTS = 4;

/** @type {[words: RegExp, slot: number][]} */
const NAMED = [
  [/\b(red|rote?|roten|vermilion)\b/i, 0],
  [/\b(blue|blaue?|blauen)\b/i, 1],
  [/\b(yellow|gold|golden|amber|orange|gelbe?|gelben)\b/i, 2],
  [/\b(green|teal|mint|grüne?|grünen)(?!\p{L})/iu, 3],
];

/** @typedef {{ slot: number, letter: string, name: string }} Look */

/** @param {readonly { name: string }[]} teams @returns {Look[]} no slot and no letter twice */
export function looksOf(teams) {
  const few = teams.slice(0, SLOTS);
  const letters = lettersOf(few.map(({ name }) => name));
  const taken = new Set();
  const wanted = few.map(({ name }) => {
    const slot = NAMED.find(([words, own]) => words.test(name) && !taken.has(own))?.[1] ?? -1;
    if (slot >= 0) taken.add(slot);
    return slot;
  });
  return few.map(({ name }, index) => {
    let slot = wanted[index];
    for (let next = 0; slot < 0; next += 1) if (!taken.has(next)) slot = next;
    taken.add(slot);
    return { slot, letter: letters[index], name };
  });
}

/** The first letters where they differ, else A, B, C … @param {string[]} names */
function lettersOf(names) {
  const firsts = names.map((name) => [...name.trim()][0]?.toUpperCase() ?? '');
  const good = new Set(firsts).size === names.length && firsts.every((letter) => /^[\p{L}\p{N}]$/u.test(letter));
  return good ? firsts : names.map((_, index) => String.fromCharCode(65 + index));
}
