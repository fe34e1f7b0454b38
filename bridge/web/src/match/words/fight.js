import { de } from './fight.de.js';
import { en } from './fight.en.js';
import { spoken } from './index.js';

export const fight = spoken(en, de);
