// Which page shows: the part of the address behind '#', so that a page can be linked to, kept as a
// bookmark and left by the browser's back button, without asking the server.
//
//   #                    robots
//   #matches             all matches; #matches/new makes one, #matches/past are those that are over
//   #match/ID            a match before it begins; #match/ID/result behind it
//   #referee/ID          running it, for referees; #referee is the list
//   #replay/ID           a match once more
//   #drive               the robot that one has
//   #history/scout1,…    what robots measured
//   #operator/…          the operator's pages
//   #settings
//   #invite=CODE         joining with an invite; #invite=CODE&then=match/ID leads on from there

import { Emitter } from './emitter.js';

/** @typedef {{ page: string, rest: string, invite: string, then: string }} Route */

/** @param {string} hash @returns {Route} */
export function parseRoute(hash) {
  const text = hash.replace(/^#\/?/, '');
  const given = new URLSearchParams(text);
  const invite = given.get('invite');
  if (invite !== null) return { page: 'join', rest: '', invite, then: given.get('then') ?? '' };
  const cut = text.indexOf('/');
  const page = cut < 0 ? text : text.slice(0, cut);
  return { page: page || 'robots', rest: cut < 0 ? '' : decode(text.slice(cut + 1)), invite: '', then: '' };
}

/** @param {string} text */
function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

/** @extends {Emitter<{ changed: Route }>} */
export class Router extends Emitter {
  /** @param {Window} window */
  constructor(window) {
    super();
    this.window = window;
    window.addEventListener('hashchange', () => this.emit('changed', this.route));
  }

  get route() {
    return parseRoute(this.window.location.hash);
  }

  /** @param {string} page such as "drive" or "history/scout1"; "" is the list of robots */
  go(page) {
    this.window.location.hash = page;
  }

  /** The same without a step in the browser's history. @param {string} page */
  replace(page) {
    this.window.history.replaceState(null, '', `#${page}`);
    this.emit('changed', this.route);
  }
}
