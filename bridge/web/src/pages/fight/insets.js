// How much of the picture lies under displays and hands: one's own robot stands in the middle of the rest.

/** @typedef {{ top: number, bottom: number, across: number }} Insets `across`: m that are seen along the shorter side */

/** @type {[query: string, insets: Insets][]} as style/fight/layouts.css */
const LAYOUTS = [
  ['(max-width: 1000px) and (orientation: portrait)', { top: 118, bottom: 316, across: 8 }],
  ['(max-height: 540px) and (orientation: landscape)', { top: 46, bottom: 64, across: 7 }],
];
/** @type {Insets} */
const WIDE = { top: 84, bottom: 128, across: 10 };

/** @returns {Insets} */
export const insetsNow = () => LAYOUTS.find(([query]) => matchMedia(query).matches)?.[1] ?? WIDE;
