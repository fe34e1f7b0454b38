// Driving one robot: sticks, stop, actions, and the truth about why it does or does not move.

import { element, setText } from './element.js';
import { Joystick } from '../drive/joystick.js';
import { Keys } from '../drive/keys.js';
import { actionControls } from './actions.js';
import { facts } from './facts.js';

const TICK_MS = 50;
const HINT = matchMedia('(pointer: coarse)').matches
  ? 'Hold a stick to move, let go to halt.'
  : 'Arrows or W A S D move, I J K L turn the camera, Space stops.';

/** @param {import('../session.js').Session} session */
export function driveView(session) {
  const robot = session.driver?.robot ?? '';
  const title = element('h1', {}, robot);
  const why = element('div', { class: 'why', role: 'status' });
  const stop = element('button', { class: 'stop', on: { click: () => session.stop(robot) } }, 'STOP');
  const clear = element('button', { class: 'quiet', on: { click: () => session.attempt('clear', { robot }) } }, 'Clear');
  const release = element('button', { class: 'quiet', on: { click: () => session.release() } }, 'Release');
  const drivePad = pad('Drive', 'pad');
  const cameraPad = pad('Camera', 'pad small');
  const acts = actionControls(session, robot);
  const panel = facts(session, robot);
  const node = element(
    'section',
    { class: 'drive' },
    element('div', { class: 'head' }, title, clear, release, stop),
    why,
    element('div', { class: 'panel sticks' }, drivePad.node, cameraPad.node),
    acts.node,
    panel.node,
  );
  const keys = new Keys(window);
  const listening = new AbortController();
  window.addEventListener('keydown', onKey, { signal: listening.signal });
  document.addEventListener('visibilitychange', letGo, { signal: listening.signal });
  const timer = setInterval(tick, TICK_MS);

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    if (event.code !== 'Space' && event.code !== 'Escape') return;
    event.preventDefault();
    void session.stop(robot);
  }

  function letGo() {
    keys.letGo();
    drivePad.stick.letGo();
    cameraPad.stick.letGo();
  }

  function tick() {
    if (document.visibilityState !== 'visible') return;
    const key = keys.sticks();
    const drive = drivePad.stick.value();
    const camera = cameraPad.stick.value();
    session.tick({ x: key.x || drive.x, y: key.y || drive.y, cx: key.cx || camera.x, cy: key.cy || camera.y });
    showWhy();
    panel.update();
  }

  function showWhy() {
    const text = hindrance(session, robot);
    setText(why, text || `You drive. ${HINT}`);
    why.classList.toggle('good', text === '');
    clear.hidden = !stopped(session, robot);
  }

  function update() {
    const card = session.robots.cards.get(robot);
    setText(title, card?.name || robot);
    cameraPad.node.hidden = !(card?.axes?.cx || card?.axes?.cy);
    acts.update();
    panel.update();
    showWhy();
  }

  update();
  return {
    node,
    update,
    close() {
      clearInterval(timer);
      listening.abort();
      keys.close();
      acts.close();
      panel.close();
    },
  };
}

/** @param {string} label @param {string} className */
function pad(label, className) {
  const surface = element('div', { class: className, role: 'img', 'aria-label': `${label} stick` }, element('i'));
  const stick = new Joystick(surface);
  return { node: element('figure', {}, surface, element('figcaption', {}, label)), stick };
}

/** @param {import('../session.js').Session} session @param {string} robot */
function stopped(session, robot) {
  const drive = session.robots.statuses.get(robot)?.status?.drive;
  return drive?.mode === 'stopped' || drive?.stops?.length > 0;
}

/**
 * The most important reason first, as a sentence.
 * @param {import('../session.js').Session} session @param {string} robot
 */
function hindrance(session, robot) {
  if (session.connection.state !== 'online') return 'The connection is gone. The robot stops by itself.';
  if (stopped(session, robot)) {
    return 'Stopped. Clear the stop to go on; if somebody else stopped it, ask them.';
  }
  if (!session.bridgeAlive) return 'The arena does not answer. The robot stops within three seconds.';
  return session.driver?.hindrance(session.now) ?? 'You do not have this robot.';
}
