// At the lower edge: what I am in this match, and the one thing that I do next.

import { useState } from 'preact/hooks';
import { join, leave, ready } from '../../match/deeds.js';
import { roleOf } from '../../match/role.js';
import { fightersOfPlayer, holdsRobots, seatOf } from '../../match/view.js';
import { pages } from '../../match/words/pages.js';
import { Icon } from '../../ui/icons.jsx';

/** @typedef {import('./match.jsx').Scene} Scene */
/** @typedef {Scene & { busy: boolean, act: (deed: () => Promise<any>) => Promise<void> }} Acting */

/** @type {Partial<Record<import('../../match/role.js').Role, (props: Acting) => any>>} */
const BARS = { seated: Seated, queued: Queued, watcher: Watcher, elsewhere: Elsewhere, free: Newcomer, full: Late };

/** @param {Scene} scene */
export function Bar(scene) {
  const [busy, work] = useState(false);
  const { doc, me, session } = scene;
  const Part = BARS[roleOf(doc, me, session.me?.seat ?? '')];
  if (!Part) return null;
  const act = async (/** @type {() => Promise<any>} */ deed) => {
    work(true);
    await deed();
    work(false);
  };
  return (
    <div class={`mybar ${Part === Watcher ? 'rests' : ''}`}>
      <Part {...scene} busy={busy} act={act} />
    </div>
  );
}

/** @param {Acting} props */
function Seated(props) {
  const { doc, me, match, session } = props;
  const { lobby } = pages();
  const team = doc.teams[seatOf(doc, me)?.team ?? 0].name;
  const robots = fightersOfPlayer(match, me).flatMap(({ robot }) => (robot ? [session.robots.entries.get(robot)?.name || robot] : []));
  const out = fightersOfPlayer(match, me).every(({ state }) => state === 'out');
  return (
    <>
      <p>{holdsRobots(doc.state) && out ? lobby.eliminated : robots.length > 0 ? lobby.youPlayWith(team, lobby.listed(robots)) : lobby.youPlay(team)}</p>
      <div class="buttons">{holdsRobots(doc.state) ? <a class="button bigdeed" href="#drive">{lobby.toRobot}</a> : <Ready {...props} />}</div>
    </>
  );
}

/** @param {Acting} props */
function Ready({ session, doc, me, busy, act }) {
  const { lobby } = pages();
  const isReady = seatOf(doc, me)?.ready ?? false;
  return (
    <>
      <button class="ghost" aria-label={lobby.leaveMatch} disabled={busy} onClick={() => act(() => leave(session, doc.id))}>{lobby.leave}</button>
      <button class={`bigdeed ${isReady ? 'quiet' : ''}`} aria-pressed={isReady} disabled={busy} onClick={() => act(() => ready(session, doc.id, !isReady))}>
        <Icon name={isReady ? 'close' : 'check'} />
        {isReady ? lobby.unready : lobby.getReady}
      </button>
    </>
  );
}

/** @param {Acting} props */
function Queued({ session, doc, me, busy, act }) {
  const { lobby } = pages();
  return (
    <>
      <p>{lobby.inQueue((doc.queue ?? []).indexOf(me) + 1)}</p>
      <div class="buttons">
        <button class="quiet" disabled={busy} onClick={() => act(() => leave(session, doc.id))}>{lobby.leaveQueue}</button>
      </div>
    </>
  );
}

function Watcher() {
  return <p>{pages().lobby.watchOnly}</p>;
}

/** @param {Acting} props */
function Elsewhere({ session }) {
  const { lobby, nameless } = pages();
  const there = session.matches.mine;
  return (
    <>
      <p>{lobby.elsewhere(there?.doc?.name || nameless)}</p>
      <div class="buttons">
        <a class="button" href={`#match/${there?.id ?? ''}`}>{lobby.goThere}</a>
      </div>
    </>
  );
}

/** @param {Acting} props */
function Newcomer({ session, doc, busy, act }) {
  const { lobby } = pages();
  return (
    <>
      <p>{lobby.choose}</p>
      <div class="buttons">
        <button class="bigdeed" disabled={busy} onClick={() => act(() => join(session, doc.id))}>{lobby.anyTeam}</button>
      </div>
    </>
  );
}

/** @param {Acting} props */
function Late({ session, doc, busy, act }) {
  const { lobby } = pages();
  return (
    <>
      <p>{doc.state === 'running' || doc.state === 'paused' ? lobby.running : lobby.allFull}</p>
      <div class="buttons">
        <button class="bigdeed" disabled={busy} onClick={() => act(() => join(session, doc.id, { wait: true }))}>{lobby.waitForSeat}</button>
      </div>
    </>
  );
}
