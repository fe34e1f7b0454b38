// The robots, one card each: live state, who drives, and the button that fits.

import { useBeat } from '../ui/hooks.js';
import { w, wordOf } from '../words/index.js';

const BEAT_MS = 500;

/** @typedef {import('../session.js').Session} Session */

/** @param {import('../app.jsx').PageProps} props */
export function Robots({ session, router }) {
  useBeat(BEAT_MS);
  const list = session.robots.list();
  return (
    <section>
      <h1>{w.robots.title}</h1>
      <p>{list.length ? w.robots.text : w.robots.none}</p>
      <div class="robots">
        {list.map((entry) => (
          <Card key={entry.id} {...{ session, router, entry }} />
        ))}
      </div>
    </section>
  );
}

/** @param {{ session: Session, router: import('../router.js').Router, entry: any }} props */
function Card({ session, router, entry }) {
  const { id } = entry;
  const mine = entry.driver === session.credentials.principal;
  const waiting = session.me?.queue?.find((/** @type {any} */ place) => place.robot === id);
  const offered = waiting?.offer_ms > Date.now();
  const busy = Boolean(entry.driver && !mine);
  const drive = () => (mine && session.driver?.robot === id ? router.go('drive') : session.claim(id));
  return (
    <article class="panel robot" data-robot={id}>
      <div class="top">
        <h2>{entry.name || id}</h2>
        <span class={`badge ${entry.state}`}>
          {entry.out_of_service ? w.robots.service : wordOf(w.robots.states, entry.state)}
        </span>
      </div>
      <div class="line">{describe(session, entry, { mine, waiting, offered })}</div>
      <div class="buttons">
        {!busy && (
          <button disabled={entry.state !== 'online' || entry.out_of_service || Boolean(session.claiming)} onClick={drive}>
            {offered ? w.robots.turn : mine ? w.robots.resume : w.robots.drive}
          </button>
        )}
        {busy && !waiting && (
          <button onClick={() => session.attempt('drive.queue', { robot: id })}>{w.robots.queue}</button>
        )}
        {waiting && (
          <button class="quiet" onClick={() => session.attempt('drive.release', { robot: id })}>
            {w.robots.unqueue}
          </button>
        )}
      </div>
    </article>
  );
}

/** @param {Session} session @param {any} entry @param {{ mine: boolean, waiting: any, offered: boolean }} state */
function describe(session, entry, { mine, waiting, offered }) {
  if (offered) return w.robots.offered;
  if (waiting) return w.robots.place(waiting.place);
  if (mine) return w.robots.mine;
  if (entry.driver) return w.robots.drives(entry.driver.split('/')[1]);
  const battery = session.robots.statuses.get(entry.id)?.status?.battery;
  const kind = entry.kind || w.robots.kind;
  return battery === undefined ? kind : `${kind} · ${w.robots.battery(Math.round(battery))}`;
}
