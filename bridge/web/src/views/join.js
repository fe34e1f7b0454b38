// Joining: a name and an invite (the link may carry it after #invite=).

import { element } from './element.js';
import { join } from '../net/http.js';

/**
 * @param {(credentials: any) => void} joined
 * @param {(text: string) => void} complain
 */
export function joinView(joined, complain) {
  const code = new URLSearchParams(location.hash.slice(1)).get('invite') ?? '';
  const name = element('input', { required: true, maxLength: 40, autocomplete: 'nickname', name: 'name' });
  const invite = element('input', { required: true, maxLength: 31, value: code, name: 'invite', autocomplete: 'off', spellcheck: false });
  const button = element('button', {}, 'Join');
  const form = element(
    'form',
    { class: 'panel join', on: { submit } },
    element('h1', {}, 'Join the arena'),
    element('p', {}, 'Then take a robot and drive.'),
    element('label', {}, 'Your name', name),
    element('label', {}, 'Invite', invite),
    button,
  );

  /** @param {SubmitEvent} event */
  async function submit(event) {
    event.preventDefault();
    button.disabled = true;
    try {
      const answer = await join(name.value.trim(), invite.value.trim());
      joined({ ...answer, name: name.value.trim() });
    } catch (error) {
      complain(error instanceof Error ? error.message : String(error));
    } finally {
      button.disabled = false;
    }
  }
  return { node: form, update() {}, close() {} };
}
