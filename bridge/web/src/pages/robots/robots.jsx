// The robots, one card each, by name: a card stays where it is, whoever takes which robot, so that
// nothing moves away under a finger. Many robots are found by a word, or by being free.

import { useCallback, useState } from 'preact/hooks';
import { Card } from './card.jsx';
import { Icon } from '../../ui/icons.jsx';
import { Segmented } from '../../ui/segmented.jsx';
import { FEW, cardView, fits, isFree } from './view.js';
import { useBeat } from '../../ui/hooks.js';
import { w } from '../../words/index.js';

const BEAT_MS = 500;

/** @typedef {import('../../session.js').Session} Session */

/** @param {import('../../app.jsx').PageProps} props */
export function Robots({ session, router }) {
  useBeat(BEAT_MS);
  const [only, choose] = useState(/** @type {'all' | 'free'} */ ('all'));
  const [wanted, want] = useState('');
  const act = useActs(session, router);
  const all = session.robots.list();
  const many = all.length > FEW;
  const shown = many ? all.filter((entry) => (only === 'all' || isFree(entry)) && fits(entry, wanted)) : all;
  return (
    <section>
      <div class="title">
        <h1>{w.robots.title}</h1>
        {all.length > 0 && <p>{w.robots.text}</p>}
      </div>
      {many && <Filters {...{ all, only, choose, wanted, want }} />}
      {all.length === 0 && (session.settled ? <None /> : <NotYet />)}
      {many && shown.length === 0 && <p role="status">{w.robots.noMatch}</p>}
      <ul class="robots">
        {shown.map((entry) => (
          <Card key={entry.id} session={session} view={cardView(session, entry, session.arenaTime)} act={act} />
        ))}
      </ul>
    </section>
  );
}

/** @param {Session} session @param {import('../../router.js').Router} router */
function useActs(session, router) {
  return useCallback(
    (/** @type {import('./view.js').Deed} */ deed, /** @type {string} */ robot) => {
      if (deed === 'match') router.go(`match/${session.matches.keeperOf(robot)?.doc.id}`);
      else if (deed === 'queue') void session.attempt('drive.queue', { robot });
      else if (deed === 'unqueue') void session.attempt('drive.release', { robot });
      else if (session.driver?.robot === robot) router.go('drive');
      else void session.claim(robot);
    },
    [session, router],
  );
}

/**
 * @param {{ all: any[], only: 'all' | 'free', choose: (only: 'all' | 'free') => void, wanted: string,
 *   want: (text: string) => void }} props
 */
function Filters({ all, only, choose, wanted, want }) {
  const options = /** @type {const} */ ([
    ['all', w.robots.all(all.length)],
    ['free', w.robots.free(all.filter(isFree).length)],
  ]);
  return (
    <div class="filters">
      <Segmented label={w.robots.filter} options={options} value={only} onChange={choose} />
      <div class="find">
        <Icon name="search" />
        <input type="search" aria-label={w.robots.find} placeholder={w.robots.find} value={wanted} onInput={(event) => want(event.currentTarget.value)} />
      </div>
    </div>
  );
}

function None() {
  return (
    <div class="empty">
      <Icon name="robots" />
      <h2>{w.robots.none}</h2>
      <p>{w.robots.noneText}</p>
    </div>
  );
}

/** Cards that are not known yet. */
function NotYet() {
  return (
    <div class="robots" aria-hidden="true">
      {[1, 2, 3].map((key) => (
        <div key={key} class="panel robot">
          <div class="skeleton" />
          <div class="skeleton" />
        </div>
      ))}
    </div>
  );
}
