// Which robots and which of their values are drawn.

import { Icon } from '../../ui/icons.jsx';
import { ROBOTS_MOST } from '../../history/address.js';
import { nameOf } from './plot.jsx';
import { w } from '../../words/index.js';

/**
 * @param {{ history: import('../../history/history.js').History, slots: Map<string, number>,
 *   choose: (robots: string[]) => void }} props
 */
export function Robots({ history, slots, choose }) {
  const { robots, session } = history;
  const others = session.robots.list().filter(({ id }) => !robots.includes(id));
  return (
    <ul class="picks" aria-label={w.history.robots}>
      {robots.map((robot) => (
        <li key={robot} class={`pick line-${(slots.get(robot) ?? 0) + 1}`}>
          <span>{history.nameOf(robot)}</span>
          <button
            type="button"
            class="ghost icon"
            aria-label={w.history.remove(history.nameOf(robot))}
            onClick={() => choose(robots.filter((id) => id !== robot))}
          >
            <Icon name="close" />
          </button>
        </li>
      ))}
      {others.length > 0 && robots.length < ROBOTS_MOST && (
        <li>
          <select
            aria-label={w.history.add}
            value=""
            onChange={(event) => {
              const { value } = event.currentTarget;
              event.currentTarget.value = '';
              if (value) choose([...robots, value]);
            }}
          >
            <option value="">{w.history.add}</option>
            {others.map(({ id, name }) => (
              <option key={id} value={id}>
                {name && name !== id ? `${name} (${id})` : id}
              </option>
            ))}
          </select>
        </li>
      )}
    </ul>
  );
}

/**
 * @param {{ fields: { field: string }[], chosen: string[], choose: (fields: string[]) => void }} props
 */
export function Fields({ fields, chosen, choose }) {
  const names = [...new Set(fields.map(({ field }) => field))];
  if (names.length === 0) return null;
  return (
    <fieldset class="picks">
      <legend>{w.history.fields}</legend>
      {names.map((name) => (
        <label key={name} class="toggle">
          <input
            type="checkbox"
            checked={chosen.includes(name)}
            onChange={(event) =>
              choose(event.currentTarget.checked ? [...chosen, name] : chosen.filter((one) => one !== name))}
          />
          <span>{nameOf(name)}</span>
        </label>
      ))}
    </fieldset>
  );
}
