import { de } from './shared.de.js';
import { en } from './shared.en.js';
import { spoken } from './index.js';

export const shared = spoken(en, de);
