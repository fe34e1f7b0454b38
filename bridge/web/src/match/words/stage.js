import { de } from './stage.de.js';
import { en } from './stage.en.js';
import { spoken } from './index.js';

export const stage = spoken(en, de);
