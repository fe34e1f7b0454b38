// The words of the page in the language that is spoken. `w` is read at the moment of drawing, so a
// change of language needs nothing but drawing again.

import { en } from './en.js';

/** @typedef {import('./en.js').Words} Words */

/** @type {Words} */
export let w = en;

/** @type {Record<string, () => Promise<Words>>} English is part of the first load */
const OTHERS = { de: async () => (await import('./de.js')).de };

/**
 * @param {'auto' | 'en' | 'de'} wanted
 * @param {readonly string[]} preferred the browser's languages
 */
export function languageOf(wanted, preferred) {
  if (wanted !== 'auto') return wanted;
  const known = preferred.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => tag === 'en' || tag in OTHERS);
  return known ?? 'en';
}

/** @param {string} language "en" or "de" */
export async function speak(language) {
  try {
    w = Object.hasOwn(OTHERS, language) ? await OTHERS[language]() : en;
    document.documentElement.lang = language;
  } catch {
    // The arena's server is away: what is spoken now stays until the next time.
  }
}

/**
 * A word of a table, or what stands for it where the table does not know it: an arena may be newer
 * than this page.
 * @param {Record<string, string>} table @param {string} key @param {string} [otherwise]
 */
export function wordOf(table, key, otherwise = key.replaceAll('_', ' ')) {
  return Object.hasOwn(table, key) ? table[key] : otherwise;
}
