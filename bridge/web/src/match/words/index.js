// The words of matches, fetched with the pages that say them. A file for each room: `shared` (what
// several say), `pages` (list, lobby, result), `fight` (the driving view), `stage` (the big screen, the
// referee's page, the replay); each has a table a language, with exactly the same members.

/**
 * @template T
 * @param {T} en @param {T} de
 * @returns {() => T} read it while drawing: the language of the rest (words/index.js) stands in the document
 */
export const spoken = (en, de) => () => (document.documentElement.lang === 'de' ? de : en);
