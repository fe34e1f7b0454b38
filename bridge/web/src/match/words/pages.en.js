// English. German has exactly these members (the type check sees to it).

export const en = {
  title: 'Matches',
};

/** @typedef {typeof en} Words */
