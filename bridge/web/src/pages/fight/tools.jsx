// Where else to go, and how the picture is seen.

import { FullScreen } from '../drive/top.jsx';
import { Icon } from '../drive/icons.jsx';
import { fight } from '../../match/words/fight.js';
import { w } from '../../words/index.js';

const SLOW_TRIP_MS = 225;

/** @param {import('./fight.jsx').Common & { settings: import('../../settings.js').Settings }} props */
export function Tools({ session, match, settings }) {
  const f = fight();
  const turns = settings.values.fightView === 'turns';
  const trip = session.driver?.roundTrip ?? null;
  const word = turns ? f.turns : f.north;
  return (
    <>
      <nav class="leave" aria-label={w.nav.label}>
        <a class="tool" href={`#match/${match.id}`} aria-label={f.back} title={f.back}>
          <Icon name="back" />
        </a>
      </nav>
      <div class="tools">
        {trip !== null && (
          <span class={`chip ${trip >= SLOW_TRIP_MS ? 'warn' : ''}`} data-chip="trip" title={w.drive.fields.trip}>
            <Icon name="trip" />
            <span class="unseen">{w.drive.fields.trip} </span>
            {Math.round(trip)}{'\u00a0'}ms
          </span>
        )}
        <button class="tool view" aria-pressed={turns} aria-label={word} title={word} onClick={() => settings.set({ fightView: turns ? 'north' : 'turns' })}>
          <Icon name="compass" />
        </button>
        <a class="tool settings" href="#settings" aria-label={w.nav.settings} title={w.nav.settings}>
          <Icon name="gear" />
        </a>
        <FullScreen />
      </div>
    </>
  );
}
