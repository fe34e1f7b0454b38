// The operator's pages: the wall of robots, people, codes, the audit. #operator/robot/ID is the wall
// with that robot open. STOP ALL stands on each of them.

import { useEffect, useMemo } from 'preact/hooks';
import './robot.css'; // the wall says where it stands on small windows, so it comes behind
import './operator.css';
import './lists.css';
import { Desk } from '../../operator/desk.js';
import { Deeds } from '../../operator/deeds.js';
import { may } from '../../operator/rights.js';
import { words } from '../../operator/words/index.js';
import { confirmed } from '../../ui/confirm.jsx';
import { Plain } from '../../ui/plain.jsx';
import { useBeat, useWord } from '../../ui/hooks.js';
import { w } from '../../words/index.js';
import { Audit } from './audit.jsx';
import { Codes } from './codes.jsx';
import { Emergency } from './emergency.jsx';
import { People } from './people.jsx';
import { Wall } from './wall.jsx';
import { rowsOf } from './rows.js';

const BEAT_MS = 500;

/** @typedef {{ title: string, text: string[], act: string, then: () => void }} Question */

/**
 * What each part is given.
 * @typedef {object} Floor
 * @property {import('../../session.js').Session} session
 * @property {import('../../identity.js').Identity} identity
 * @property {import('../../router.js').Router} router
 * @property {Desk} desk
 * @property {Deeds} deeds
 * @property {import('../../operator/wall.js').Row[]} rows
 * @property {(question: Question) => void} confirm asks first; `then` happens on a yes
 * @property {boolean} manages everything beyond stopping and clearing
 * @property {string[]} path behind the part's name
 */

/** @type {Record<string, (props: Floor) => any>} by the first word of the address; the wall is '' */
const PARTS = { people: People, codes: Codes, audit: Audit };

/** @param {import('../../app.jsx').PageProps} props */
export default function Operator(props) {
  if (may(props.session.credentials.principal, 'stop')) return <Room {...props} />;
  return <Plain icon="operator" title={w.operator.title} text={words().rights.stranger} />;
}

/** @param {import('../../app.jsx').PageProps} props */
function Room({ session, identity, router, rest }) {
  const o = words();
  const desk = useMemo(() => new Desk(session), [session]);
  const deeds = useMemo(() => new Deeds(session, desk), [desk]);
  useEffect(() => {
    desk.open();
    return () => desk.close();
  }, [desk]);
  useWord(desk);
  useBeat(BEAT_MS);
  const [part, ...path] = rest.split('/');
  const manages = may(session.credentials.principal, 'manage');
  const Part = Object.hasOwn(PARTS, part) ? PARTS[part] : Wall;
  const rows = rowsOf(session, desk);
  const floor = { session, identity, router, desk, deeds, rows, confirm, manages, path };
  return (
    <div class="desk">
      <h1 class="unseen">{w.operator.title}</h1>
      <div class="deskbar">
        <Parts part={Part === Wall ? '' : part} manages={manages} />
        <Emergency {...floor} />
      </div>
      {!manages && <p class="hint">{o.rights.referee}</p>}
      {manages || Part === Wall ? <Part {...floor} /> : <p>{o.rights.operatorOnly}</p>}
    </div>
  );
}

/** @param {Question} question */
async function confirm({ title, text, act, then }) {
  if (await confirmed({ title, text: text.filter(Boolean).join(' '), yes: act, danger: true })) then();
}

/** @param {{ part: string, manages: boolean }} props */
function Parts({ part, manages }) {
  const { pages } = words();
  /** @type {[string, string][]} */
  const parts = [['', pages.wall], ['people', pages.people], ['codes', pages.codes], ['audit', pages.audit]];
  return (
    <nav class="tabs" aria-label={pages.label}>
      {parts.filter(([name]) => manages || !name).map(([name, word]) => (
        <a key={name} href={`#operator${name && `/${name}`}`} aria-current={name === part ? 'page' : undefined}>
          {word}
        </a>
      ))}
    </nav>
  );
}
