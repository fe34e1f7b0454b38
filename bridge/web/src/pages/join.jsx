// Joining: a name and an invite (the link may carry it: #invite=CODE).

import { useState } from 'preact/hooks';
import { Field } from '../ui/field.jsx';
import { Icon } from '../ui/icons.jsx';
import { Refusal } from '../net/asks.js';
import { Segmented } from '../ui/segmented.jsx';
import { refusalText } from '../words/say.js';
import { languageOf, w } from '../words/index.js';

const TONGUES = /** @type {const} */ ([['en', 'English'], ['de', 'Deutsch']]);
/** What is wrong with the code that was typed; everything else is wrong with joining as a whole. */
const OF_INVITE = ['unknown_code', 'expired', 'used_up', 'not_allowed'];

/** @typedef {import('../app.jsx').House & { invite: string, then: string }} Props then: where it leads */

/** @param {Props} props */
export function Join(props) {
  return (
    <div class="join">
      <section class="hero">
        <img class="mark" src="icon.svg" alt="" width="72" height="72" />
        <h1>{w.join.hero}</h1>
        <p>{w.join.text}</p>
      </section>
      <div>
        <Form {...props} />
        <Tongue settings={props.settings} />
      </div>
    </div>
  );
}

/** @param {{ settings: import('../settings.js').Settings }} props */
function Tongue({ settings }) {
  const spoken = languageOf(settings.values.language, navigator.languages);
  return (
    <div class="tongue">
      <Icon name="language" />
      <Segmented
        label={w.join.language}
        options={TONGUES}
        value={/** @type {'en' | 'de'} */ (spoken)}
        onChange={(language) => settings.set({ language })}
      />
    </div>
  );
}

/** @param {Props} props */
function Form({ identity, router, invite, then }) {
  const [busy, work] = useState(false);
  const [fault, blame] = useState(/** @type {Refusal | null} */ (null));
  const [typed, type] = useState(!invite);
  const here = identity.session?.credentials.name;

  /** @param {SubmitEvent} event */
  async function submit(event) {
    event.preventDefault();
    const form = new FormData(/** @type {HTMLFormElement} */ (event.target));
    work(true);
    blame(null);
    try {
      await identity.join(String(form.get('name')).trim(), String(form.get('invite') ?? invite).trim());
      router.replace(then);
    } catch (error) {
      const refusal = error instanceof Refusal ? error : new Refusal('broken', String(error));
      if (OF_INVITE.includes(refusal.code)) type(true);
      blame(refusal);
      work(false);
    }
  }

  const about = fault ? refusalText(fault.code, fault.message) : '';
  const ofInvite = fault !== null && OF_INVITE.includes(fault.code);
  return (
    <form class="panel" onSubmit={submit}>
      <h2>{w.join.title}</h2>
      {identity.expired && <p>{w.join.expired}</p>}
      {here && <Here name={here} stay={() => router.replace(then)} />}
      <Field label={w.join.name} hint={w.join.nameHint} error={ofInvite ? '' : about}>
        {(its) => <input {...its} name="name" required maxLength={40} autocomplete="nickname" defaultValue={identity.name} />}
      </Field>
      {typed ? (
        <Field label={w.join.invite} hint={w.join.inviteHint} error={ofInvite ? about : ''}>
          {(its) => (
            <input {...its} name="invite" required maxLength={31} defaultValue={invite} autocomplete="off" autocapitalize="none" spellcheck={false} />
          )}
        </Field>
      ) : (
        <div class="invited">
          <Icon name="check" />
          <span>{w.join.invited}</span>
          <button type="button" class="ghost small" onClick={() => type(true)}>
            {w.join.other}
          </button>
        </div>
      )}
      <button disabled={busy}>{busy ? w.join.joining : w.join.join}</button>
    </form>
  );
}

/** @param {{ name: string, stay: () => void }} props */
function Here({ name, stay }) {
  return (
    <>
      <p>
        {w.join.here(name)} {w.join.hereHint}
      </p>
      <button type="button" class="quiet" onClick={stay}>
        {w.join.stay(name)}
      </button>
    </>
  );
}
