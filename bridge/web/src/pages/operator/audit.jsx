// The audit: who drove what, when, and why it ended. #operator/audit/ROBOT begins with that robot.

import { useEffect, useRef, useState } from 'preact/hooks';
import { Refusal } from '../../net/asks.js';
import { readAudit } from '../../operator/audit.js';
import { download } from '../../history/download.js';
import { linesOf } from '../../operator/drives.js';
import { auditCsv } from '../../operator/export.js';
import { clock } from '../../operator/names.js';
import { words } from '../../operator/words/index.js';
import { refusalText } from '../../words/say.js';
import { Field } from '../../ui/field.jsx';
import { w, wordOf } from '../../words/index.js';
import { idValid, principalValid } from '../../wire/topic.js';

const PAGE = 250;
const EXPORT_PAGE = 500;
const EXPORT_MOST = 100_000;
const ROBOTS_SHOWN = 3;

/** @typedef {import('../../operator/audit.js').Entry} Entry */
/** @typedef {import('../../operator/audit.js').Query} Query */
/** @typedef {{ entries: Entry[], next: string, busy: boolean, fault: string }} Page */

/** @type {Page} */
const NOTHING = { entries: [], next: '', busy: true, fault: '' };

/** @param {import('./operator.jsx').Floor} floor */
export function Audit({ session, path }) {
  const o = words();
  const [query, search] = useState(/** @type {Query} */ ({ robot: idValid(path[0] ?? '') ? path[0] : '' }));
  const [page, turn] = useState(NOTHING);
  const asked = useRef(0); // only the newest question's answer is shown

  /** @param {Entry[]} before @param {string} [after] */
  const read = async (before, after) => {
    const question = (asked.current += 1);
    turn({ ...page, entries: before, busy: true, fault: '' });
    /** @type {Page} */
    const answer = await readAudit(session.credentials, { ...query, limit: PAGE, after }).then(
      ({ entries, next }) => ({ entries: [...before, ...entries], next, busy: false, fault: '' }),
      (error) => ({ entries: before, next: after ?? '', busy: false, fault: faultOf(error) }),
    );
    if (question === asked.current) turn(answer);
  };
  useEffect(() => void read([]), [query]);

  return (
    <section class="listpart audit">
      <h2>{o.audit.title}</h2>
      <Search query={query} search={search} />
      {page.fault && <p class="fault" role="alert">{page.fault}</p>}
      {page.entries.length > 0 && <Entries entries={page.entries} />}
      {!page.busy && !page.fault && page.entries.length === 0 && <p class="nothing">{o.audit.none}</p>}
      <div class="foot">
        <More page={page} more={() => read(page.entries, page.next)} />
        {page.entries.length > 0 && <Export session={session} query={query} />}
      </div>
    </section>
  );
}

/** @param {{ page: Page, more: () => void }} props */
function More({ page, more }) {
  const { audit: o } = words();
  if (page.next) return <button class="quiet" disabled={page.busy} onClick={more}>{o.more}</button>;
  return page.entries.length > 0 && !page.busy ? <p>{o.end}</p> : null;
}

/** @param {unknown} error */
const faultOf = (error) =>
  error instanceof Refusal ? refusalText(error.code, error.message) : words().audit.unavailable;

/** @param {{ query: Query, search: (query: Query) => void }} props */
function Search({ query, search }) {
  const { audit: o } = words();
  const [fault, complain] = useState('');
  /** @param {SubmitEvent} event */
  function submit(event) {
    event.preventDefault();
    const form = new FormData(/** @type {HTMLFormElement} */ (event.target));
    const text = (/** @type {string} */ name) => String(form.get(name) ?? '').trim();
    const time = (/** @type {string} */ name) => (text(name) ? new Date(text(name)).getTime() : undefined);
    const wish = { robot: text('robot'), who: text('who'), from: time('from'), to: time('to') };
    if (wish.robot && !idValid(wish.robot)) return complain(o.badRobot);
    if (wish.who && !principalValid(wish.who)) return complain(o.badWho);
    complain('');
    search(wish);
  }
  return (
    <form class="panel maker" onSubmit={submit} aria-label={o.search}>
      <Field label={o.robot}>
        {(its) => (
          <input {...its} name="robot" defaultValue={query.robot} autocomplete="off" spellcheck={false} maxLength={31} placeholder={o.all} />
        )}
      </Field>
      <Field label={o.who}>
        {(its) => (
          <input {...its} name="who" autocomplete="off" spellcheck={false} maxLength={40} placeholder={o.whoHint} />
        )}
      </Field>
      <Field label={o.from}>
        {(its) => (
          <input {...its} name="from" type="datetime-local" />
        )}
      </Field>
      <Field label={o.to}>
        {(its) => (
          <input {...its} name="to" type="datetime-local" />
        )}
      </Field>
      <button>{o.search}</button>
      <p class="fault" role="alert" hidden={!fault}>{fault}</p>
    </form>
  );
}

/** @param {{ entries: Entry[] }} props */
function Entries({ entries }) {
  const { audit: o, why } = words();
  return (
    <table class="list">
      <thead>
        <tr>
          <th scope="col">{o.at}</th>
          <th scope="col">{o.robot}</th>
          <th scope="col">{o.who}</th>
          <th scope="col">{o.what}</th>
          <th scope="col">{o.why}</th>
          <th scope="col" class="number">{o.number}</th>
        </tr>
      </thead>
      <tbody>
        {linesOf(entries).map((entry, at) => (
          <tr key={at} data-kind={entry.kind}>
            <td class="when"><time dateTime={new Date(entry.at).toISOString()}>{timeText(entry.at)}</time></td>
            <td title={entry.robots.length > ROBOTS_SHOWN ? entry.robots.join(' ') : undefined}>{robotsText(entry.robots)}</td>
            <td>{entry.who}</td>
            <td>{whatText(entry)}</td>
            <td>{entry.why ? wordOf(why, entry.why) : ''}</td>
            <td class="number">{entry.kind === 'service' ? '' : entry.n}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** @param {number} at Unix ms */
const timeText = (at) =>
  new Date(at).toLocaleString(w.locale, { dateStyle: 'short', timeStyle: 'medium' });

/** @param {string[]} robots */
function robotsText(robots) {
  const sorted = [...robots].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const more = robots.length - ROBOTS_SHOWN;
  return more > 0 ? words().audit.robots(sorted.slice(0, ROBOTS_SHOWN).join(', '), more) : sorted.join(', ');
}

/** @param {import('../../operator/drives.js').Line} line */
function whatText({ kind, n, droveMs }) {
  const { audit: o } = words();
  if (kind === 'ended' && droveMs !== null) return o.endedAfter(clock(droveMs));
  if (kind === 'service') return n ? o.serviceIn : o.serviceOut;
  return wordOf(o.kinds, kind);
}

/** All that fits the search, also what is not on the page yet. @param {{ session: any, query: Query }} props */
function Export({ session, query }) {
  const { audit: o } = words();
  const [count, tell] = useState(-1);
  const [fault, complain] = useState('');
  const run = async () => {
    /** @type {Entry[]} */
    const all = [];
    complain('');
    try {
      for (let after = ''; all.length < EXPORT_MOST; ) {
        tell(all.length);
        const { entries, next } = await readAudit(session.credentials, { ...query, limit: EXPORT_PAGE, after });
        all.push(...entries);
        if (!next) break;
        after = next;
      }
      download('arena-audit.csv', auditCsv(all), 'csv');
    } catch (error) {
      complain(faultOf(error));
    } finally {
      tell(-1);
    }
  };
  return (
    <>
      <button class="quiet" disabled={count >= 0} onClick={run}>{count >= 0 ? o.exporting(count) : o.export}</button>
      <p class="fault" role="alert" hidden={!fault}>{fault}</p>
    </>
  );
}
