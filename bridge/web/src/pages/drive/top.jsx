// The line on top: where else to go, whose picture this is, how the robot and the network are.

import { useEffect, useState } from 'preact/hooks';
import { Battery, Icon, Signal } from './icons.jsx';
import { measured } from '../../drive/range.js';
import { reading } from './situation.js';
import { w, wordOf } from '../../words/index.js';

export const LOW_BATTERY = 20;
const SLOW_TRIP_MS = 225;
const LOSSY = 1;

/** @typedef {import('../../session.js').Session} Session */

/** @param {{ session: Session, robot: string, open: string, toggle: (panel: string) => void }} props */
export function Top({ session, robot, open, toggle }) {
  return (
    <header class="top">
      <nav aria-label={w.nav.label}>
        <a class="tool" href="#" aria-label={w.nav.robots} title={w.nav.robots}>
          <Icon name="back" />
        </a>
      </nav>
      <h1>{session.robots.cards.get(robot)?.name || robot}</h1>
      <Chips session={session} robot={robot} />
      <div class="tools">
        <a class="tool settings" href="#settings" aria-label={w.nav.settings} title={w.nav.settings}>
          <Icon name="gear" />
        </a>
        <FullScreen />
        <button class="tool" aria-expanded={open === 'facts'} aria-label={w.drive.details} title={w.drive.details} onClick={() => toggle('facts')}>
          <Icon name="gauge" />
        </button>
        <button class="quiet release" onClick={() => session.release()}>
          {w.drive.release}
        </button>
      </div>
    </header>
  );
}

/** @param {{ session: Session, robot: string }} props */
function Chips({ session, robot }) {
  const { status, units, age, old } = reading(session, robot);
  const mode = status.drive?.mode;
  return (
    <ul class={`chips ${old ? 'old' : ''}`} aria-label={w.drive.readings}>
      {mode && <Chip name="mode" text={wordOf(w.drive.modes, mode)} tone={mode === 'driving' ? 'good' : ''} />}
      {old && age !== null && <Chip name="age" text={w.drive.age(Math.round(age / 1000))} tone="warn" />}
      {'battery' in units && (
        <Chip name="battery" text={measured(status.battery, units.battery)} tone={status.battery < LOW_BATTERY ? 'bad' : ''}>
          <Battery percent={status.battery ?? 0} />
        </Chip>
      )}
      {'signal' in units && (
        <Chip name="signal" text={measured(status.signal, units.signal)} tone={status.signal < 25 ? 'warn' : ''}>
          <Signal percent={status.signal ?? 0} />
        </Chip>
      )}
      <LinkChips driver={session.driver} />
    </ul>
  );
}

/** @param {{ driver: Session['driver'] }} props */
function LinkChips({ driver }) {
  const trip = driver?.roundTrip ?? null;
  const loss = driver?.loss ?? null;
  return (
    <>
      <Chip name="trip" text={trip === null ? w.common.nothing : `${Math.round(trip)}\u00a0ms`} tone={(trip ?? 0) >= SLOW_TRIP_MS ? 'warn' : ''}>
        <Icon name="trip" />
      </Chip>
      <Chip name="loss" text={loss === null ? w.common.nothing : `${loss < 10 ? loss.toFixed(1) : Math.round(loss)}\u00a0%`} tone={(loss ?? 0) >= LOSSY ? 'warn' : ''}>
        <Icon name="loss" />
      </Chip>
    </>
  );
}

/** @param {{ name: string, text: string, tone?: string, children?: any }} props */
const Chip = ({ name, text, tone = '', children }) => (
  <li class={`chip ${tone}`} data-chip={name} title={wordOf(w.drive.fields, name)}>
    {children}
    <span class="unseen">{wordOf(w.drive.fields, name)} </span>
    {text}
  </li>
);

export function FullScreen() {
  const [full, is] = useState(() => document.fullscreenElement !== null);
  useEffect(() => {
    const look = () => is(document.fullscreenElement !== null);
    document.addEventListener('fullscreenchange', look);
    return () => document.removeEventListener('fullscreenchange', look);
  }, []);
  if (!document.fullscreenEnabled) return null;
  const word = full ? w.drive.window : w.drive.fullScreen;
  const change = () => (full ? document.exitFullscreen() : document.documentElement.requestFullscreen());
  return (
    <button class="tool" aria-label={word} title={word} onClick={() => change().catch(() => {})}>
      <Icon name={full ? 'small' : 'full'} />
    </button>
  );
}
