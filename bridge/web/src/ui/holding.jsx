// On every other page: that one holds a robot, which nobody else can drive meanwhile.

import { w } from '../words/index.js';

/** @param {{ session: import('../session.js').Session }} props */
export function Holding({ session }) {
  const robot = session.driver?.robot ?? '';
  const name = session.robots.entries.get(robot)?.name || robot;
  return (
    <aside class="holding" aria-label={w.holding.label}>
      <span>{w.holding.text(name)}</span>
      <a class="button small" href="#drive">
        {w.holding.resume}
      </a>
      {session.claimed && (
        <button class="quiet small" onClick={() => session.release()}>
          {w.holding.release}
        </button>
      )}
    </aside>
  );
}
