// Codes: make one for people or robots, hand it on, see which stand, withdraw one.

import { useEffect, useState } from 'preact/hooks';
import { KINDS, LIFE_S, LIVES_S, USES_MOST, createCode, listCodes } from '../../operator/codes.js';
import { words } from '../../operator/words/index.js';
import { Field } from '../../ui/field.jsx';
import { wordOf } from '../../words/index.js';
import { BigCode, forWhom, whenText } from './code.jsx';

/** @typedef {import('../../operator/codes.js').Code} Code */

/** @param {import('./operator.jsx').Floor} floor */
export function Codes({ session, identity, confirm }) {
  const { codes: o, confirm: questions } = words();
  const [codes, list] = useState(/** @type {Code[]} */ ([]));
  const [shown, show] = useState(/** @type {Code | null} */ (null));
  const read = async () => {
    const read = await listCodes(session);
    if (read) list(read);
  };
  useEffect(() => void read(), [session]);
  const made = (/** @type {Code} */ code) => {
    show(code);
    void read();
  };
  const withdraw = async (/** @type {Code} */ code) => {
    if (!(await session.attempt('code.withdraw', { code: code.code }))) return;
    identity.say({ what: 'said', text: words().done.withdrawn(code.code) });
    if (shown?.code === code.code) show(null);
    await read();
  };
  const ask = (/** @type {Code} */ code) =>
    confirm({
      title: questions.withdraw.title(code.code),
      text: [questions.withdraw[code.type]],
      act: questions.withdraw.act,
      then: () => void withdraw(code),
    });
  return (
    <div class="codes">
      <h2 class="unseen">{o.title}</h2>
      <Maker session={session} made={made} />
      {shown && <BigCode key={shown.code} code={shown} hide={() => show(null)} />}
      <section class="listpart noprint">
        <div class="headline">
          <h2>{o.standing}</h2>
          <button class="quiet small" onClick={read}>{o.refresh}</button>
        </div>
        {codes.length === 0 ? <p class="nothing">{o.none}</p> : <List {...{ codes, show, ask }} now={session.arenaTime} />}
      </section>
    </div>
  );
}

/** @param {{ session: import('../../session.js').Session, made: (code: Code) => void }} props */
function Maker({ session, made }) {
  const { codes: o } = words();
  const [busy, work] = useState(false);
  const [kind, choose] = useState('player');
  /** @param {SubmitEvent} event */
  async function submit(event) {
    event.preventDefault();
    const form = new FormData(/** @type {HTMLFormElement} */ (event.target));
    work(true);
    const code = await createCode(session, { kind, uses: Number(form.get('uses')), ttl_s: Number(form.get('life')) });
    work(false);
    if (code) made(code);
  }
  return (
    <form class="panel maker noprint" onSubmit={submit} aria-label={o.make}>
      <Field label={o.for}>
        {(its) => (
          <select {...its} name="kind" value={kind} onChange={(event) => choose(event.currentTarget.value)}>
            {KINDS.map((name) => (
              <option key={name} value={name}>{wordOf(o.kinds, name)}</option>
            ))}
          </select>
        )}
      </Field>
      <Field label={o.uses}>
        {(its) => (
          <input {...its} name="uses" type="number" min={1} max={USES_MOST} defaultValue="1" required />
        )}
      </Field>
      <Field label={o.life}>
        {(its) => (
          <select {...its} name="life" defaultValue={String(LIFE_S)}>
            {LIVES_S.map((life) => (
              <option key={life} value={String(life)} selected={life === LIFE_S}>{wordOf(o.lives, String(life))}</option>
            ))}
          </select>
        )}
      </Field>
      <button disabled={busy}>{o.create}</button>
      {kind === 'operator' && <p class="hint warning">{o.operatorWarning}</p>}
    </form>
  );
}

/** @param {{ codes: Code[], now: number, show: (code: Code) => void, ask: (code: Code) => void }} props */
function List({ codes, now, show, ask }) {
  const { codes: o } = words();
  return (
    <table class="list">
      <thead>
        <tr>
          <th scope="col">{o.code}</th>
          <th scope="col">{o.what}</th>
          <th scope="col" class="number">{o.places}</th>
          <th scope="col">{o.ends}</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {codes.map((code) => (
          <tr key={code.code} data-code={code.code}>
            <th scope="row" class="codeword">{code.code}</th>
            <td>{forWhom(code)}</td>
            <td class="number">{code.left} / {code.uses}</td>
            <td>{code.expires * 1000 < now ? o.expired : whenText(code.expires)}</td>
            <td class="act">
              <button class="quiet small" aria-label={o.showCode(code.code)} onClick={() => show(code)}>{o.show}</button>
              <button class="quiet small" aria-label={o.withdrawCode(code.code)} onClick={() => ask(code)}>{o.withdraw}</button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
