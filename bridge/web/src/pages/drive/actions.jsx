// Buttons and sliders for whatever actions the robot's card declares.

import { useState } from 'preact/hooks';

/** @typedef {import('../../session.js').Session} Session */

/** @param {{ session: Session, robot: string }} props */
export function Actions({ session, robot }) {
  const actions = session.robots.cards.get(robot)?.actions ?? {};
  return (
    <div class="acts">
      {Object.entries(actions).map(([name, action]) =>
        action.min === undefined ? (
          <button key={name} class="quiet" onClick={() => session.action(name)}>
            {name.replaceAll('_', ' ')}
          </button>
        ) : (
          <Slider key={name} {...{ session, robot, name, action }} />
        ),
      )}
    </div>
  );
}

/** @param {{ session: Session, robot: string, name: string, action: any }} props */
function Slider({ session, robot, name, action }) {
  const [value, move] = useState(() => shownValue(session, robot, name) ?? (action.min + action.max) / 2);
  return (
    <label>
      <span>
        {name.replaceAll('_', ' ')}{' '}
        <output>
          {value} {action.unit}
        </output>
      </span>
      <input
        type="range"
        min={action.min}
        max={action.max}
        step={action.max - action.min > 5 ? 1 : 'any'}
        value={value}
        onInput={(event) => move(Number(event.currentTarget.value))}
        onChange={(event) => session.action(name, Number(event.currentTarget.value))}
      />
    </label>
  );
}

/** What the status says of set_speed is `speed_limit` or `speed`. @param {Session} session @param {string} robot @param {string} name */
function shownValue(session, robot, name) {
  const status = session.robots.statuses.get(robot)?.status ?? {};
  const field = name.replace(/^set_/, '');
  return status[`${field}_limit`] ?? status[field];
}
