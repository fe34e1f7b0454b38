// Joining: a name and an invite (the link may carry it: #invite=CODE).

import { useState } from 'preact/hooks';
import { Refusal } from '../net/asks.js';
import { join } from '../net/http.js';
import { w } from '../words/index.js';

/** @param {import('../app.jsx').House & { invite: string }} props */
export function Join({ identity, router, invite }) {
  const [busy, work] = useState(false);
  const here = identity.session?.credentials.name;

  /** @param {SubmitEvent} event */
  async function submit(event) {
    event.preventDefault();
    const form = new FormData(/** @type {HTMLFormElement} */ (event.target));
    const name = String(form.get('name')).trim();
    work(true);
    try {
      identity.begin({ ...(await join(name, String(form.get('invite')).trim())), name });
      router.replace('');
    } catch (error) {
      const refusal = error instanceof Refusal ? error : new Refusal('broken', String(error));
      identity.say({ what: 'refused', code: refusal.code, message: refusal.message });
    } finally {
      work(false);
    }
  }

  return (
    <form class="panel narrow join" onSubmit={submit}>
      <h1>{w.join.title}</h1>
      <p>{w.join.text}</p>
      <label>
        {w.join.name}
        <input name="name" required maxLength={40} autocomplete="nickname" />
      </label>
      <label>
        {w.join.invite}
        <input name="invite" required maxLength={31} defaultValue={invite} autocomplete="off" spellcheck={false} />
      </label>
      <button disabled={busy}>{w.join.join}</button>
      {here && (
        <button type="button" class="quiet" onClick={() => router.replace('')}>
          {w.join.stay(here)}
        </button>
      )}
    </form>
  );
}
