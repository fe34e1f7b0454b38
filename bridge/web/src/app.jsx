// The frame around every page, and which page it is.

import { useEffect } from 'preact/hooks';
import { Confirm } from './ui/confirm.jsx';
import { Header } from './ui/header.jsx';
import { Holding } from './ui/holding.jsx';
import { Join } from './pages/join.jsx';
import { Plain } from './ui/plain.jsx';
import { Robots } from './pages/robots/robots.jsx';
import { Toasts } from './ui/toasts.jsx';
import { Seated } from './ui/seated.jsx';
import { later } from './ui/later.jsx';
import { holdsRobots, isOver } from './match/view.js';
import { lingers, turnOf, wayOf } from './match/way.js';
import { useWord } from './ui/hooks.js';
import { w } from './words/index.js';

/**
 * What every page is given.
 * @typedef {object} House
 * @property {import('./settings.js').Settings} settings
 * @property {import('./identity.js').Identity} identity
 * @property {import('./router.js').Router} router
 * @property {import('./input/mixer.js').Mixer} mixer
 */
/** @typedef {House & { session: import('./session.js').Session, rest: string }} PageProps */

const driving = () => import('./pages/drive/drive.jsx');
const Drive = later(driving);
const fighting = () => import('./pages/fight/fight.jsx');
const Fight = later(fighting);
/** So long one sees how a match has ended before its result. */
const END_MS = 4500;

/** @type {Record<string, (props: PageProps) => any>} */
const PAGES = {
  robots: Robots,
  drive: (props) => (isFight(props.session) ? <Fight {...props} /> : <Drive {...props} />),
  settings: later(() => import('./pages/settings/settings.jsx')),
  history: later(() => import('./pages/history/history.jsx')),
  operator: later(() => import('./pages/operator/operator.jsx')),
  matches: later(() => import('./pages/matches/matches.jsx')),
  match: later(() => import('./pages/match/match.jsx')),
  referee: later(() => import('./pages/referee/referee.jsx')),
  replay: later(() => import('./pages/replay/replay.jsx')),
};

/** Driving is not of the first load, but here before anybody has chosen a robot. */
export function fetchAhead() {
  driving().catch(() => {}); // asked for again when it is shown
}

/** @param {House} house */
export function App(house) {
  const { identity, router } = house;
  useWord(identity);
  useWord(router);
  useWord(identity.session?.matches ?? null);
  useWay(house);
  const { session } = identity;
  const route = router.route;
  return (
    <div class={`app page-${session ? route.page : 'join'}`}>
      <Header {...house} page={route.page} />
      {session?.driver && route.page !== 'drive' && <Holding session={session} />}
      {session && route.page !== 'drive' && <Seated session={session} settings={house.settings} here={route.page === 'match' ? route.rest.split('/')[0] : ''} />}
      <main>{content(house, route)}</main>
      <Toasts {...house} />
      <Confirm />
    </div>
  );
}

/**
 * Who gets a robot is shown its driving page; who loses it is shown what comes then.
 * @param {House} house
 */
function useWay({ identity, router }) {
  const place = placeOf(identity.session, router.route.page);
  useEffect(() => {
    const way = wayOf(place);
    if (way === 'drive') router.go(way);
    else if (way !== null && lingers(place)) return afterwards(() => router.route.page === 'drive' && router.replace(way));
    else if (way !== null) router.replace(way);
    return undefined;
  }, [identity.session?.driver?.robot, turnOf(place)]);
  const isSeated = place.match?.seated === true;
  useEffect(() => {
    if (isSeated) fighting().catch(() => {}); // asked for again when it is shown
  }, [isSeated]);
}

/** @param {() => void} act @returns {() => void} */
function afterwards(act) {
  const timer = setTimeout(act, END_MS);
  return () => clearTimeout(timer);
}

/** @param {import('./session.js').Session | null} session @param {string} page @returns {import('./match/way.js').Place} */
function placeOf(session, page) {
  const match = session?.matches.latest;
  const seated = Boolean(match && session?.matches.mine === match);
  return {
    page,
    drives: Boolean(session?.driver),
    settled: Boolean(session?.settled),
    match: match ? { id: match.id, state: match.doc?.state ?? '', seated } : null,
  };
}

/** A match is driven until its end has been seen. @param {import('./session.js').Session} session */
const isFight = (session) => session.isPlaying || (!session.claimed && hasBegun(session.matches.latest?.doc?.state ?? ''));

/** @param {string} state */
const hasBegun = (state) => holdsRobots(state) || isOver(state);

/** Where joining leads: what the link says, or where one is. @param {import('./router.js').Route} route */
function thenOf({ page, rest, then }) {
  if (page === 'join') return then;
  return ['robots', 'drive'].includes(page) ? '' : [page, rest].filter(Boolean).join('/');
}

/** @param {House} house @param {import('./router.js').Route} route */
function content(house, route) {
  const { identity, router } = house;
  const session = identity.session;
  if (!session || route.page === 'join') return <Join {...house} invite={route.invite} then={thenOf(route)} />;
  if (session.connection.state === 'taken_over')
    return (
      <Plain icon="copy" title={w.gone.takenTitle} text={w.gone.taken}>
        <button onClick={() => session.continueHere()}>{w.gone.continueHere}</button>
      </Plain>
    );
  if (session.connection.state === 'refused')
    return (
      <Plain icon="leave" title={w.gone.refusedTitle} text={w.gone.refused}>
        <button onClick={() => identity.leave()}>{w.gone.joinAgain}</button>
      </Plain>
    );
  const Page = Object.hasOwn(PAGES, route.page) ? PAGES[route.page] : Robots;
  return <Page {...house} session={session} rest={route.rest} key={route.page} />;
}
