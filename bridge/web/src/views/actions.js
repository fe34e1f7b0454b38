// Buttons and sliders for whatever actions the robot's card declares, and what became of them.

import { element } from './element.js';

/** @param {import('../session.js').Session} session @param {string} robot */
export function actionControls(session, robot) {
  const node = element('div', { class: 'acts' });
  let shown = '';

  function update() {
    const actions = session.robots.cards.get(robot)?.actions ?? {};
    const text = JSON.stringify(actions);
    if (text === shown) return;
    shown = text;
    node.replaceChildren(...Object.entries(actions).map(([name, action]) => control(name, action)));
  }

  /** @param {string} name what the status says of set_speed is `speed_limit` or `speed` */
  function shownValue(name) {
    const status = session.robots.statuses.get(robot)?.status ?? {};
    const field = name.replace(/^set_/, '');
    return status[`${field}_limit`] ?? status[field];
  }

  /** @param {string} name @param {any} action */
  function control(name, action) {
    const label = name.replaceAll('_', ' ');
    if (action.min === undefined) {
      return element('button', { class: 'quiet', on: { click: () => session.action(name) } }, label);
    }
    const value = element('output', {}, '');
    const show = () => (value.textContent = `${slider.value} ${action.unit ?? ''}`);
    const slider = element('input', {
      type: 'range',
      min: String(action.min),
      max: String(action.max),
      step: action.max - action.min > 5 ? '1' : 'any',
      value: String(shownValue(name) ?? (action.min + action.max) / 2),
      on: { input: show, change: () => session.action(name, Number(slider.value)) },
    });
    show();
    return element('label', {}, element('span', {}, `${label} `, value), slider);
  }

  update();
  return { node, update, close() {} };
}
