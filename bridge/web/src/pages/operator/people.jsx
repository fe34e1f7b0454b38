// People: who drives, who is heard, who joined within a day; and the way to end somebody's access.

import { useEffect, useState } from 'preact/hooks';
import { readAudit } from '../../operator/audit.js';
import { clock, shortName } from '../../operator/names.js';
import { peopleOf } from '../../operator/people.js';
import { kindOf } from '../../operator/rights.js';
import { words } from '../../operator/words/index.js';
import { w, wordOf } from '../../words/index.js';

const DAY_MS = 86_400_000;
const LONG_MS = 10 * 3_600_000;

/** @param {import('./operator.jsx').Floor} floor */
export function People(floor) {
  const { session, identity, desk, rows, deeds, confirm } = floor;
  const { people: o, confirm: questions } = words();
  const [entries, read] = useState(/** @type {import('../../operator/audit.js').Entry[]} */ ([]));
  const [again, readAgain] = useState(0);
  useEffect(() => {
    let here = true;
    readAudit(session.credentials, { from: Math.floor(session.arenaTime) - DAY_MS, limit: 500 }).then((page) => here && read(page.entries), () => undefined);
    return () => void (here = false);
  }, [session, again]);
  const list = peopleOf({ rows, heard: desk.people, entries });
  const revoke = async (/** @type {string} */ who) => {
    if (!(await deeds.revoke(who))) return;
    identity.say({ what: 'said', text: words().done.revoked(who) });
    readAgain(again + 1);
  };
  const ask = (/** @type {string} */ who) =>
    confirm({
      title: questions.revokePerson.title(who),
      text: [questions.revokePerson.text, questions.revokePerson.again],
      act: questions.revokePerson.act,
      then: () => void revoke(who),
    });
  return (
    <section class="listpart">
      <h2>{o.title}</h2>
      <p>{o.text}</p>
      {list.length === 0 && <p class="nothing">{o.none}</p>}
      <table class="list people" hidden={list.length === 0}>
        <thead>
          <tr>
            <th scope="col">{o.name}</th>
            <th scope="col">{o.kind}</th>
            <th scope="col">{o.state}</th>
            <th scope="col" class="number">{o.since}</th>
            <th scope="col">{o.robots}</th>
            <th scope="col">{o.queue}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {list.map((person) => (
            <PersonRow key={person.principal} person={person} now={desk.now} me={session.credentials.principal} ask={ask} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** @param {{ person: import('../../operator/people.js').Person, now: number, me: string, ask: (who: string) => void }} props */
function PersonRow({ person, now, me, ask }) {
  const { people: o } = words();
  const { principal, state, at, robots, waits } = person;
  return (
    <tr data-person={principal} data-state={state}>
      <th scope="row">
        {shortName(principal)} {principal === me && <b>({o.you})</b>} <small>{principal.split('/')[1]}</small>
      </th>
      <td>{wordOf(w.roles, kindOf(principal))}</td>
      <td class={state === 'lost' ? 'warn' : ''}>{wordOf(o.states, state)}</td>
      <td class="number">{at ? since(at, now) : '–'}</td>
      <td>
        {robots.map((robot) => (
          <a key={robot} href={`#operator/robot/${robot}`}>{robot}</a>
        ))}
      </td>
      <td>{waits.map(({ robot, place }) => o.waits(robot, place)).join(', ')}</td>
      <td class="act">
        <button class="quiet small" disabled={state === 'revoked'} aria-label={o.revokeWho(principal)} onClick={() => ask(principal)}>
          {o.revoke}
        </button>
      </td>
    </tr>
  );
}

/** @param {number} at Unix ms @param {number} now Unix ms by the same clock */
function since(at, now) {
  const ms = now - at;
  return ms < LONG_MS ? clock(ms) : new Date(at).toLocaleString(w.locale, { dateStyle: 'short', timeStyle: 'short' });
}
