// The bar on top: pages, whether the arena is heard, who is here. On a phone the pages are tabs below.

import { Icon } from './icons.jsx';
import { useBeat } from './hooks.js';
import { w, wordOf } from '../words/index.js';

/** @typedef {import('../session.js').Session} Session */

/** @param {import('../app.jsx').House & { page: string }} props */
export function Header({ identity, page }) {
  useBeat(500);
  const { session } = identity;
  return (
    <header class="bar">
      <a class="brand" href="#">
        <img src="icon.svg" alt="" width="30" height="30" />
        {w.common.arena}
      </a>
      {session && (
        <>
          <nav class="pages" aria-label={w.nav.label}>
            {pagesOf(session).map(([name, word]) => (
              <a key={name} href={`#${name === 'robots' ? '' : name}`} aria-current={name === (PARTS_OF[page] ?? page) ? 'page' : undefined}>
                <Icon name={name} />
                <span>{word}</span>
              </a>
            ))}
          </nav>
          <Link session={session} />
          <Who session={session} leave={() => identity.leave()} />
        </>
      )}
    </header>
  );
}

/** Pages that belong to one of the navigation. @type {Record<string, string>} */
const PARTS_OF = { match: 'matches', replay: 'matches', referee: 'matches' };

/** @param {Session} session @returns {[name: string, word: string][]} */
function pagesOf(session) {
  /** @type {[string, string][]} */
  const pages = [['robots', w.nav.robots], ['matches', w.nav.matches]];
  if (session.driver) pages.push(['drive', w.nav.drive]);
  pages.push(['history', w.nav.history]);
  if (['operator', 'referee'].includes(kindOf(session))) pages.push(['operator', w.nav.operator]);
  pages.push(['settings', w.nav.settings]);
  return pages;
}

/** @param {Session} session */
const kindOf = (session) => session.credentials.principal.split('/')[0];

/** @param {{ session: Session, leave: () => void }} props */
function Who({ session, leave }) {
  const { name } = session.credentials;
  return (
    <div class="who">
      <span class="initial" aria-hidden="true">
        {[...name][0]?.toUpperCase()}
      </span>
      <span class="names">
        <b>
          <bdi>{name}</bdi>
        </b>
        <small>{wordOf(w.roles, kindOf(session))}</small>
      </span>
      <button class="ghost icon small" aria-label={w.common.leave} title={w.common.leave} onClick={leave}>
        <Icon name="leave" />
      </button>
    </div>
  );
}

/** How the link is, as words of `w.link`. @param {Session} session */
function linkOf(session) {
  const { state } = session.connection;
  if (state !== 'online') return state === 'connecting' || state === 'waiting' ? 'connecting' : 'off';
  return session.bridgeAlive ? 'connected' : 'waiting';
}

const LOOKS = { connected: 'good', waiting: 'warn', connecting: 'warn', off: 'bad' };

/** Only the word is read out when it changes; since when is for the eyes. @param {{ session: Session }} props */
function Link({ session }) {
  const link = linkOf(session);
  const since = new Date(session.linkSince).toLocaleTimeString(w.locale, { timeStyle: 'short' });
  return (
    <span class={`link ${LOOKS[link]}`} title={w.link.since(since)}>
      <span role="status">{w.link[link]}</span>
      <span class="since" aria-hidden="true">
        {w.link.since(since)}
      </span>
    </span>
  );
}
