// Who may do what on the operator's pages. The bridge decides (bridge/core/deeds.c); this only keeps
// the page from offering what would be refused.

/** @typedef {'stop' | 'clear' | 'manage'} Right */

/** @type {Record<string, Right[]>} */
const RIGHTS = {
  operator: ['stop', 'clear', 'manage'],
  referee: ['stop', 'clear'],
};

/** @param {string} principal */
export const kindOf = (principal) => principal.split('/')[0];

/** @param {string} principal @param {Right} right */
export const may = (principal, right) =>
  Object.hasOwn(RIGHTS, kindOf(principal)) && RIGHTS[kindOf(principal)].includes(right);
