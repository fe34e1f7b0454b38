// English. German has exactly these members (the type check sees to it).

export const en = {};

/** @typedef {typeof en} Words */
