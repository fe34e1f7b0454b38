// Times and numbers as the person writes them.

/** The person's own variety of the language that is spoken: en-US and en-GB differ in hours. */
function localeOf() {
  const { lang } = document.documentElement;
  return navigator.languages.find((tag) => tag === lang || tag.startsWith(`${lang}-`)) ?? lang;
}

/** @type {Map<string, Intl.DateTimeFormat | Intl.NumberFormat>} making one is slow */
const made = new Map();

/** @template {Intl.DateTimeFormat | Intl.NumberFormat} T @param {string} name @param {(locale: string) => T} make @returns {T} */
function format(name, make) {
  const locale = localeOf();
  const key = `${locale} ${name}`;
  const known = made.get(key) ?? make(locale);
  made.set(key, known);
  return /** @type {T} */ (known);
}

/** @param {string} name @param {Intl.DateTimeFormatOptions} options */
const time = (name, options) => format(name, (locale) => new Intl.DateTimeFormat(locale, options));

/** @param {number} value */
export const number = (value) => numbers({ maximumSignificantDigits: 4 }, Math.abs(value)).format(value);

/**
 * Very large and very small numbers with a power of ten: a robot may measure anything.
 * @param {Intl.NumberFormatOptions} options @param {number} size
 */
function numbers(options, size) {
  const plain = size < 1e7 && (size === 0 || size >= 1e-4);
  const all = plain ? options : /** @type {const} */ ({ notation: 'scientific', maximumSignificantDigits: 3 });
  return format(JSON.stringify(all), (locale) => new Intl.NumberFormat(locale, all));
}

/** Date and time to the second. @param {number} at Unix ms */
export const moment = (at) => time('moment', { dateStyle: 'medium', timeStyle: 'medium' }).format(at);

/**
 * What stands at an axis of time: as much as its ticks tell apart, and the day where one begins.
 * @param {readonly number[]} ticks Unix ms @param {number} apart ms
 */
export function timeTicks(ticks, apart) {
  let last = '';
  return ticks.map((at) => {
    const day = time('day', { day: 'numeric', month: 'short', year: apart >= 30 * 86_400_000 ? 'numeric' : undefined }).format(at);
    if (apart >= 86_400_000) return day;
    const text = tick(at, apart);
    const isNew = day !== last;
    last = day;
    return isNew ? `${text}\n${day}` : text;
  });
}

/** @param {number} at @param {number} apart */
function tick(at, apart) {
  if (apart >= 60_000) return time('minute', { hour: '2-digit', minute: '2-digit' }).format(at);
  if (apart >= 1000) return time('second', { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(at);
  return time('split', { minute: '2-digit', second: '2-digit', fractionalSecondDigits: 2 }).format(at);
}

/** @param {readonly number[]} ticks @param {number} apart */
export function numberTicks(ticks, apart) {
  const one = numbers({ maximumFractionDigits: digitsOf(apart) }, Math.max(...ticks.map(Math.abs)));
  return ticks.map((value) => one.format(value));
}

/** How many digits tell ticks apart: 2 for steps of 0.25. @param {number} apart */
function digitsOf(apart) {
  let digits = 0;
  while (digits < 6 && Math.abs(apart * 10 ** digits - Math.round(apart * 10 ** digits)) > 1e-6) digits += 1;
  return digits;
}
