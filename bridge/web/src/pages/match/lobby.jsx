// A match before it begins: teams and their seats, what is missing, what can be done. While it is on, it
// is what those see who do not drive: the score, the arena from above, what happens.

import { useState } from 'preact/hooks';
import { abort, start } from '../../match/deeds.js';
import { botsWillSit, mayAbort, mayStart, startsItself } from '../../match/role.js';
import { factsOf } from '../../match/rules.js';
import { missingText } from '../../match/say.js';
import { clockOf, clockText, isGathering, mayLead, namesOf } from '../../match/view.js';
import { pages } from '../../match/words/pages.js';
import { shared } from '../../match/words/shared.js';
import { confirmed } from '../../ui/confirm.jsx';
import { Icon } from '../../ui/icons.jsx';
import { useBeat } from '../../ui/hooks.js';
import { State } from '../matches/card.jsx';
import { Bar } from './bar.jsx';
import { Invite } from './invite.jsx';
import { Log } from './log.jsx';
import { On } from './on.jsx';
import { Teams } from './teams.jsx';

/** @typedef {import('./match.jsx').Scene} Scene */

/** @param {Scene} scene */
export function Lobby(scene) {
  const { doc, match } = scene;
  const { lobby } = pages();
  const gathering = isGathering(doc.state);
  return (
    <section class="matchpage">
      <Head {...scene} />
      {doc.state === 'countdown' && <Countdown {...scene} />}
      {!gathering && doc.state !== 'countdown' && <On {...scene} />}
      <Teams {...scene} />
      <div class="below">
        {gathering && <Missing {...scene} />}
        {(doc.queue?.length ?? 0) > 0 && <Queue {...scene} />}
        <section class="panel">
          <h2>{lobby.log}</h2>
          <Log match={match} few />
        </section>
      </div>
      <Bar {...scene} />
    </section>
  );
}

/** @param {Scene} scene */
function Head(scene) {
  const { doc, match, me } = scene;
  const { lobby, nameless, by } = pages();
  const [inviting, invite] = useState(false);
  return (
    <>
      <div class="title">
        <a class="matchback" href="#matches">
          <Icon name="left" />
          {lobby.all}
        </a>
        <h1>
          <bdi>{doc.name || nameless}</bdi>
        </h1>
        <State match={match} doc={doc} />
        <div class="buttons">
          {isGathering(doc.state) && (
            <button class="quiet" onClick={() => invite(true)}>
              <Icon name="share" />
              {lobby.invite}
            </button>
          )}
          {mayLead(me) && <a class="button quiet" href={`#referee/${doc.id}`}>{lobby.referee}</a>}
        </div>
      </div>
      <ul class="matchfacts" aria-label={lobby.rules}>
        {doc.host && <li class="fact">{by(namesOf(doc)(doc.host))}</li>}
        {factsOf(doc.rules).map((fact) => (
          <li key={fact} class="fact">{fact}</li>
        ))}
      </ul>
      {inviting && <Invite {...scene} close={() => invite(false)} />}
    </>
  );
}

/** @param {Scene} scene */
function Countdown({ session, match }) {
  useBeat(100);
  const { lobby } = pages();
  const seconds = Math.ceil(clockOf(match, session.now) / 1000);
  return (
    <section class="panel countdown">
      <h2>{lobby.countdown}</h2>
      <p class="number" key={seconds} role="timer" aria-label={clockText(seconds * 1000)}>{seconds}</p>
    </section>
  );
}

/** What is missing, in sentences, and who begins. @param {Scene} scene */
function Missing(scene) {
  const { doc, me } = scene;
  const { lobby } = pages();
  const { bypassed } = shared();
  const missing = doc.missing ?? [];
  return (
    <section class="panel missing">
      <h2>{lobby.missing}</h2>
      <div role="status">
        <ul>
          {missing.length === 0 && (
            <li class="isdone">
              <Icon name="check" />
              {lobby.nothingMissing}
            </li>
          )}
          {missing.map((one) => (
            <li key={`${one.why} ${one.who}`} class={one.bypassed ? 'isdone' : ''}>
              <Icon name={one.bypassed ? 'check' : 'queue'} />
              <span>
                {missingText(one, doc, me)} {one.bypassed && <small>{bypassed}</small>}
              </span>
            </li>
          ))}
        </ul>
      </div>
      <Begin {...scene} />
    </section>
  );
}

/** @param {Scene} scene */
function Begin({ session, doc, me }) {
  const bots = botsWillSit(doc);
  const needsStart = bots || !startsItself(doc);
  return (
    <>
      <p class="hint">{howItBegins(doc, me)}</p>
      <div class="buttons">
        {mayStart(doc, me) && needsStart && <Start {...{ session, doc, bots }} />}
        {mayAbort(doc, me) && <Abort session={session} match={doc.id} />}
      </div>
    </>
  );
}

/** @param {import('../../match/types.js').Doc} doc @param {string} me */
function howItBegins(doc, me) {
  const { lobby } = pages();
  if (startsItself(doc)) return botsWillSit(doc) ? lobby.bots : lobby.byItself;
  return doc.host === me ? lobby.byYou : lobby.byHost(namesOf(doc)(doc.host ?? ''));
}

/** @param {{ session: import('../../session.js').Session, doc: import('../../match/types.js').Doc, bots: boolean }} props */
function Start({ session, doc, bots }) {
  const { lobby } = pages();
  const [busy, work] = useState(false);
  const begin = async () => {
    work(true);
    await start(session, doc);
    work(false);
  };
  return (
    <button class={startsItself(doc) ? 'quiet' : ''} disabled={busy} onClick={begin}>
      {bots ? lobby.startNow : lobby.start}
    </button>
  );
}

/** @param {{ session: import('../../session.js').Session, match: string }} props */
function Abort({ session, match }) {
  const { lobby } = pages();
  const ask = async () => {
    if (await confirmed({ title: lobby.abortTitle, text: lobby.abortText, yes: lobby.abort, danger: true })) await abort(session, match);
  };
  return <button class="quiet danger" onClick={ask}>{lobby.abort}</button>;
}

/** @param {Scene} scene */
function Queue({ doc, me }) {
  const { lobby } = pages();
  const { you } = shared();
  const name = namesOf(doc);
  return (
    <section class="panel">
      <h2>{lobby.queue}</h2>
      <ol class="waiting">
        {(doc.queue ?? []).map((who) => (
          <li key={who}>
            <bdi>{name(who)}</bdi> {who === me && <small>({you})</small>}
          </li>
        ))}
      </ol>
    </section>
  );
}
