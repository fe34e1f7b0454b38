// Composition: settings, who is here, the drive loop, and the page that shows them.
//
// Leaving the page says no goodbye: a reload within a second keeps the robot, a closed tab is
// noticed by its closed socket, and the robot itself stops within its deadman.

import { render } from 'preact';
import './style/base.css';
import './style/parts.css';
import './style/frame.css';
import './style/pages.css';
import { App, fetchAhead } from './app.jsx';
import { DriveLoop } from './drive/loop.js';
import { Identity } from './identity.js';
import { Mixer } from './input/mixer.js';
import { Router } from './router.js';
import { Settings } from './settings.js';
import { storageOf } from './storage.js';
import { onDeviceTheme, wear } from './theme.js';
import { languageOf, speak } from './words/index.js';

const storage = storageOf(window);
const settings = new Settings(storage);
const identity = new Identity(storage);
const router = new Router(window);
const mixer = new Mixer();
const loop = new DriveLoop({ session: () => identity.session, mixer, document });
const root = /** @type {HTMLElement} */ (document.getElementById('app'));

async function dress() {
  const { language, theme } = settings.values;
  wear(window, theme);
  await speak(languageOf(language, navigator.languages));
  render(<App {...{ settings, identity, router, mixer }} />, root);
}

/** Who comes back to the page, or to the network, does not wait. */
const wake = () => identity.session?.connection.wake();

async function showPage() {
  settings.on('changed', dress);
  onDeviceTheme(window, dress);
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) location.reload();
  });
  window.addEventListener('online', wake);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && wake());
  await dress();
  identity.restore();
  loop.start();
  fetchAhead();
}

async function showScreen() {
  await speak(languageOf('auto', navigator.languages));
  const { start } = await import('./pages/screen/start.jsx');
  start({ storage, root });
}

/** The big screen is a page of its own: /screen, or #screen while the page is developed. */
const isScreen = location.pathname === '/screen' || /^#screen\b/.test(location.hash);
await (isScreen ? showScreen() : showPage());
