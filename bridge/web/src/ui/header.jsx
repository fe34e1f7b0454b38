// The bar on top: pages, who is here, whether the arena is heard.

import { useBeat } from './hooks.js';
import { w } from '../words/index.js';

/** @param {import('../app.jsx').House & { page: string }} props */
export function Header({ identity, page }) {
  useBeat(500);
  const { session } = identity;
  const pages = session ? pagesOf(session) : [];
  return (
    <header class="bar">
      <a class="brand" href="#">
        <img src="icon.svg" alt="" width="28" height="28" />
        {w.common.arena}
      </a>
      <nav aria-label={w.nav.label} hidden={!session}>
        {pages.map(([name, word]) => (
          <a key={name} href={`#${name === 'robots' ? '' : name}`} aria-current={name === page ? 'page' : undefined}>
            {word}
          </a>
        ))}
      </nav>
      <span class="who">{session?.credentials.name}</span>
      <Link session={session} />
      <button class="quiet small" hidden={!session} onClick={() => identity.leave()}>
        {w.common.leave}
      </button>
    </header>
  );
}

/** @param {import('../session.js').Session} session @returns {[name: string, word: string][]} */
function pagesOf(session) {
  /** @type {[string, string][]} */
  const pages = [['robots', w.nav.robots]];
  if (session.driver) pages.push(['drive', w.nav.drive]);
  pages.push(['history', w.nav.history]);
  if (session.credentials.principal.startsWith('operator/')) pages.push(['operator', w.nav.operator]);
  pages.push(['settings', w.nav.settings]);
  return pages;
}

/** @param {{ session: import('../session.js').Session | null }} props */
function Link({ session }) {
  if (!session) return null;
  const online = session.connection.state === 'online';
  const good = online && session.bridgeAlive;
  const text = good ? w.link.connected : online ? w.link.waiting : w.link.connecting;
  return (
    <span class={`link ${good ? 'good' : 'bad'}`} role="status">
      {text}
    </span>
  );
}
