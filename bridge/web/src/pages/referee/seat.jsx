// Who gets a free seat: whoever waits or was seen around, or somebody by name.

import { useState } from 'preact/hooks';
import { Dialog } from '../../ui/dialog.jsx';
import { Field } from '../../ui/field.jsx';
import { namesOf } from '../../match/view.js';
import { principalValid } from '../../wire/topic.js';
import { stage } from '../../match/words/stage.js';

/**
 * @param {{ doc: import('../../match/types.js').Doc, people: string[], onChoose: (principal: string) => void, onClose: () => void }} props
 */
export function Seat({ doc, people, onChoose, onClose }) {
  const { referee } = stage();
  const [text, type] = useState('');
  const [wrong, blame] = useState(false);
  const name = namesOf(doc);
  const choose = (/** @type {string} */ principal) => {
    onChoose(principal);
    onClose();
  };
  const submit = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const said = text.trim().toLowerCase();
    const principal = said.includes('/') ? said : `player/${said}`;
    if (principalValid(principal)) choose(principal);
    else blame(true);
  };
  return (
    <Dialog title={referee.seatTitle} onClose={onClose}>
      <div class="buttons choices">
        {people.map((principal) => (
          <button key={principal} class="quiet" title={principal} onClick={() => choose(principal)}>
            <bdi>{name(principal)}</bdi>
            {doc.queue?.includes(principal) && <small>{referee.waits}</small>}
          </button>
        ))}
      </div>
      <form onSubmit={submit}>
        <Field label={referee.other} hint={referee.otherHint} error={wrong ? referee.otherWrong : ''}>
          {(its) => <input {...its} value={text} autocapitalize="none" autocomplete="off" spellcheck={false} maxLength={48} onInput={(event) => type(event.currentTarget.value)} />}
        </Field>
        <button>{referee.seat}</button>
      </form>
    </Dialog>
  );
}
