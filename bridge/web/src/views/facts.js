// What is measured: link, round trip, losses, the robot's own status, and the last acknowledgements.

import { element, setText } from './element.js';

const ACKS_SHOWN = 5;
const NAMES = /** @type {Record<string, string>} */ ({ cpu: 'CPU', leg_height: 'leg height' });

/** @param {import('../session.js').Session} session @param {string} robot */
export function facts(session, robot) {
  const table = element('dl');
  const acks = element('ol', { 'aria-label': 'Acknowledgements' });
  const node = element('aside', { class: 'panel facts' }, table, element('h2', {}, 'Acknowledgements'), acks);
  /** @type {Map<string, Element>} */
  const values = new Map();

  const stop = session.on('ack', (ack) => {
    if (ack.robot !== robot) return;
    const why = ack.why ? `: ${ack.why}` : '';
    acks.prepend(element('li', {}, `${ack.do.replaceAll('_', ' ')} ${ack.state}${why}`));
    while (acks.children.length > ACKS_SHOWN) acks.lastElementChild?.remove();
  });

  /** @param {string} name @param {string} text */
  function show(name, text) {
    let value = values.get(name);
    if (!value) {
      value = /** @type {Element} */ (element('dd'));
      values.set(name, value);
      table.append(element('dt', {}, NAMES[name] ?? name.replaceAll('_', ' ')), value);
    }
    setText(value, text);
  }

  function update() {
    const driver = session.driver;
    const trip = driver?.roundTrip;
    const link = driver?.link;
    const status = session.robots.statuses.get(robot)?.status;
    const units = session.robots.cards.get(robot)?.status ?? {};
    show('mode', status?.drive?.mode ?? '–');
    show('round trip', trip === null || trip === undefined ? '–' : `${Math.round(trip)} ms`);
    show('frames received', link ? String(link.received) : '–');
    show('frames lost', link ? String(link.lost) : '–');
    show('frames refused', link ? String(link.refused) : '–');
    for (const [name, unit] of Object.entries(units)) {
      const value = status?.[name];
      show(name, typeof value === 'number' ? `${tidy(value)} ${unit}` : '–');
    }
  }

  return { node, update, close: stop };
}

/** @param {number} value */
function tidy(value) {
  return Math.abs(value) >= 100 ? String(Math.round(value)) : String(Math.round(value * 10) / 10);
}
