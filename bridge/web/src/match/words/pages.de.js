// Deutsch.

/** @type {import('./pages.en.js').Words} */
export const de = {
  title: 'Matches',
};
