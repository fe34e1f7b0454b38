import { de } from './pages.de.js';
import { en } from './pages.en.js';
import { spoken } from './index.js';

export const pages = spoken(en, de);
