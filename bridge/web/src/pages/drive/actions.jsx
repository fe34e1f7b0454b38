// Whatever actions the robot's card declares: a few within reach, all of them in a sheet that can be
// searched. Those that need a driving robot are greyed while it may not move.

import { useState } from 'preact/hooks';
import { Icon } from './icons.jsx';
import { isFixed, nameText } from '../../drive/range.js';
import { Slider } from './slider.jsx';
import { outcome } from './acks.jsx';
import { tapping } from './tap.js';
import { w } from '../../words/index.js';

const QUICK_SLIDERS = 3;
const QUICK_BUTTONS = 4;
const SEARCH_FROM = 12;

/** @typedef {import('../../session.js').Session} Session */
/** @typedef {{ min?: number, max?: number, unit?: string, when?: string }} Action */
/** @typedef {{ session: Session, robot: string, mayAct: boolean, acks: import('./acks.jsx').Ack[] }} Acting */

/** @param {Session} session @param {string} robot @returns {[name: string, action: Action][]} */
export const actionsOf = (session, robot) => Object.entries(session.robots.cards.get(robot)?.actions ?? {});

/** @param {Action} action whether it takes a value that can be chosen */
const isRanged = (action) => action.min !== undefined && !isFixed(/** @type {any} */ (action));

/** @param {Session} session @param {string} robot those that a gamepad's buttons can do, in the card's order */
export const plainActions = (session, robot) => actionsOf(session, robot).filter(([, action]) => !isRanged(action));

/** @param {Session} session @param {string} name @param {Action} action @param {number} [value] */
export const act = (session, name, action, value) => session.action(name, value ?? action.min);

/** @param {Acting & { open: boolean, toggle: () => void }} props those within reach */
export function QuickActions({ open, toggle, ...acting }) {
  const all = actionsOf(acting.session, acting.robot);
  if (all.length === 0) return null;
  const sliders = all.filter(([, action]) => isRanged(action)).slice(0, QUICK_SLIDERS);
  const buttons = all.filter(([, action]) => !isRanged(action)).slice(0, QUICK_BUTTONS);
  const more = all.length > sliders.length + buttons.length;
  return (
    <div class="acts" role="group" aria-label={w.drive.actions}>
      <Some {...acting} list={[...buttons, ...sliders]} />
      {more && (
        <button class="quiet all" aria-expanded={open} {...tapping(toggle)}>
          <Icon name="grid" /> {w.drive.allActions(all.length)}
        </button>
      )}
    </div>
  );
}

/** @param {Acting & { close: () => void }} props all of them */
export function ActionSheet({ close, ...acting }) {
  const [wanted, want] = useState('');
  const all = actionsOf(acting.session, acting.robot);
  const plain = (/** @type {string} */ text) => text.toLowerCase().replaceAll('_', ' ');
  const found = all.filter(([name]) => plain(name).includes(plain(wanted.trim())));
  return (
    <aside class="sheet actions" aria-label={w.drive.actions}>
      <button class="tool close" aria-label={w.drive.close} onClick={close}>
        <Icon name="close" />
      </button>
      <h2>{w.drive.actions}</h2>
      {all.length > SEARCH_FROM && (
        <input type="search" aria-label={w.drive.search} placeholder={w.drive.search} value={wanted} onInput={(event) => want(event.currentTarget.value)} />
      )}
      {!acting.mayAct && <p class="none">{w.drive.needsDriving}</p>}
      {found.length === 0 && <p class="none">{w.drive.noSuchAction}</p>}
      <div class="list">
        <Some {...acting} list={found} />
      </div>
    </aside>
  );
}

/** @param {Acting & { list: [string, Action][] }} props */
const Some = ({ session, robot, mayAct, acks, list }) =>
  list.map(([name, action]) => {
    const ack = acks.find((one) => one.do === name);
    const disabled = !session.driver?.link || (action.when !== 'always' && !mayAct);
    const props = { session, robot, name, action, disabled, ack };
    return isRanged(action) ? <Slider key={name} {...props} action={/** @type {any} */ (action)} /> : <Plain key={name} {...props} />;
  });

/** @param {{ session: Session, name: string, action: Action, disabled: boolean, ack?: import('./acks.jsx').Ack }} props */
const Plain = ({ session, name, action, disabled, ack }) => (
  <button
    class={`act ${ack?.state ?? ''}`}
    disabled={disabled}
    title={disabled ? w.drive.needsDriving : ack ? outcome(ack) : undefined}
    {...tapping(() => act(session, name, action))}
  >
    {nameText(name)}
  </button>
);
