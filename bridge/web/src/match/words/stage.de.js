// Deutsch.

/** @type {import('./stage.en.js').Words} */
export const de = {};
