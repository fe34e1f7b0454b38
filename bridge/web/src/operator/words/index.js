// The words of the operator's pages, fetched with them: drivers need none of them. They follow the
// language of the rest (words/index.js), which has said it in the document.

import { de } from './de.js';
import { en } from './en.js';

/** @returns {import('./en.js').Words} read it while drawing */
export const words = () => (document.documentElement.lang === 'de' ? de : en);
