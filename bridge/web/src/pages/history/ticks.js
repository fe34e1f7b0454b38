// Where the ticks of an axis of time stand: at whole minutes, hours, days and months of the person's
// own time zone.

const S = 1000;
const M = 60 * S;
const H = 60 * M;
const D = 24 * H;
const MONTH = 30 * D;

/** What ticks may lie apart, ms; from 30 days on these are months. */
export const APART = Object.freeze([
  1, 2, 5, 10, 20, 50, 100, 200, 500, S, 2 * S, 5 * S, 10 * S, 15 * S, 30 * S, M, 2 * M, 5 * M, 10 * M, 15 * M, 30 * M,
  H, 2 * H, 3 * H, 6 * H, 12 * H, D, 2 * D, 3 * D, 7 * D, 14 * D, MONTH, 3 * MONTH, 6 * MONTH, 12 * MONTH, 60 * MONTH,
]);

/** @param {number} from Unix ms @param {number} to @param {number} apart of APART @returns {number[]} */
export function ticksOf(from, to, apart) {
  if (apart >= MONTH) return walk(from, to, (date) => date.setMonth(date.getMonth() + Math.round(apart / MONTH)), monthOf(from, apart));
  if (apart >= D) return walk(from, to, (date) => date.setDate(date.getDate() + Math.round(apart / D)), dayOf(from, apart));
  const ticks = [];
  const ahead = new Date(from).getTimezoneOffset() * M;
  for (let at = Math.ceil((from - ahead) / apart) * apart + ahead; at <= to; at += apart) ticks.push(at);
  return ticks;
}

/** @param {number} from @param {number} to @param {(date: Date) => void} step @param {Date} date not after `from` */
function walk(from, to, step, date) {
  const ticks = [];
  for (; date.getTime() <= to; step(date)) if (date.getTime() >= from) ticks.push(date.getTime());
  return ticks;
}

/** @param {number} at @param {number} apart */
function dayOf(at, apart) {
  const date = new Date(at);
  const days = Math.round(apart / D);
  const day = Math.floor((at - date.getTimezoneOffset() * M) / D);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() - (day % days));
}

/** @param {number} at @param {number} apart */
function monthOf(at, apart) {
  const date = new Date(at);
  const months = Math.round(apart / MONTH);
  const month = date.getFullYear() * 12 + date.getMonth();
  return new Date(0, month - (month % months) - 1900 * 12, 1);
}
