// The big screen instead of the page's frame: no controls, always dark.

import { render } from 'preact';
import { Admission } from './admission.js';
import { Screen } from './screen.jsx';
import { keepAwake } from './awake.js';
import { wishOf } from './choice.js';

/** @param {{ storage: import('../../storage.js').Keeper, root: HTMLElement }} parts */
export function start({ storage, root }) {
  const wish = wishOf(window.location);
  const admission = new Admission(storage, wish.invite);
  document.documentElement.dataset.theme = 'dark';
  render(<Screen admission={admission} wish={wish} />, root);
  admission.begin();
  keepAwake();
  const wake = () => admission.identity.session?.connection.wake();
  window.addEventListener('online', wake);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && wake());
}
