// Composition: who is here (kept in this browser), which view shows, what the header says.
//
// Leaving the page says no goodbye: a reload within a second keeps the robot, a closed tab is
// noticed by its closed socket, and the robot itself stops within its deadman.

import { Session } from './session.js';
import { driveView } from './views/drive.js';
import { joinView } from './views/join.js';
import { listView } from './views/list.js';
import { element, setText } from './views/element.js';

const KEPT = 'arena.credentials';
const NOTICE_MS = 6000;

/** @typedef {{ node: HTMLElement, update: () => void, close: () => void }} View */

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** @type {Session | null} */
let session = null;
/** @type {View | null} */
let view = null;
let showing = '';
/** @type {ReturnType<typeof setTimeout> | undefined} */
let noticeTimer;

/** @param {string} text */
function notice(text) {
  const box = byId('notice');
  setText(box, text);
  box.hidden = text === '';
  clearTimeout(noticeTimer);
  noticeTimer = setTimeout(() => (box.hidden = true), NOTICE_MS);
}

/** @param {any} credentials */
function keep(credentials) {
  localStorage.setItem(KEPT, JSON.stringify(credentials));
}

function kept() {
  try {
    const credentials = JSON.parse(localStorage.getItem(KEPT) ?? 'null');
    return credentials && credentials.expires > Date.now() / 1000 ? credentials : null;
  } catch {
    return null;
  }
}

/** @param {any} credentials */
function begin(credentials) {
  keep(credentials);
  session = new Session(credentials);
  session.on('changed', render);
  session.on('notice', ({ text }) => notice(text));
  session.on('credentials', keep);
  session.open();
  render();
}

function leave() {
  session?.goodbye();
  session = null;
  localStorage.removeItem(KEPT);
  render();
}

/** @returns {[name: string, make: () => View]} */
function wanted() {
  const here = session;
  if (!here) return ['join', () => joinView(begin, notice)];
  if (here.connection.state === 'taken_over') return ['taken', () => takenView(here)];
  if (here.connection.state === 'refused') return ['refused', refusedView];
  if (here.driver) return [`drive ${here.driver.robot}`, () => driveView(here)];
  return ['list', () => listView(here)];
}

/** @param {Session} here @returns {View} */
function takenView(here) {
  const button = element('button', { on: { click: () => here.continueHere() } }, 'Continue here');
  return plain('Another page took over', 'You are here from another page or device. Only one of them can drive.', button);
}

/** @returns {View} */
function refusedView() {
  const button = element('button', { on: { click: leave } }, 'Join again');
  return plain('Your access has ended', 'It expired or was withdrawn. Ask for a new invite.', button);
}

/** @param {string} title @param {string} text @param {HTMLElement} button @returns {View} */
function plain(title, text, button) {
  const node = element('section', { class: 'panel join' }, element('h1', {}, title), element('p', {}, text), button);
  return { node, update() {}, close() {} };
}

function render() {
  const [name, make] = wanted();
  if (name !== showing) {
    view?.close();
    view = make();
    showing = name;
    byId('view').replaceChildren(view.node);
  }
  view?.update();
  header();
}

function header() {
  const state = session?.connection.state;
  const alive = session?.bridgeAlive;
  const text = !session ? '' : state !== 'online' ? 'connecting…' : alive ? 'connected' : 'waiting for the arena';
  const link = byId('link');
  setText(link, text);
  link.className = state === 'online' && alive ? 'good' : 'bad';
  setText(byId('who'), session ? session.credentials.name : '');
  byId('leave').hidden = !session;
}

byId('leave').addEventListener('click', leave);
window.addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload();
});
setInterval(() => session && render(), 500);
const credentials = kept();
if (credentials) begin(credentials);
else render();
