// Deutsch.

/** @type {import('./fight.en.js').Words} */
export const de = {};
