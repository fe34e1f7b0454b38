// "Really?", as a promise: `if (await confirmed({ title, text, yes })) …`. The frame draws it once.

import { Dialog } from './dialog.jsx';
import { Emitter } from '../emitter.js';
import { useWord } from './hooks.js';
import { w } from '../words/index.js';

/** @typedef {{ title: string, text?: string, yes: string, danger?: boolean }} Question */

/** @type {Emitter<{ changed: void }>} */
const word = new Emitter();
/** @type {(Question & { answer: (yes: boolean) => void }) | null} */
let open = null;

/** @param {Question} question @returns {Promise<boolean>} */
export function confirmed(question) {
  open?.answer(false);
  return new Promise((resolve) => {
    open = {
      ...question,
      answer(yes) {
        open = null;
        resolve(yes);
        word.emit('changed', undefined);
      },
    };
    word.emit('changed', undefined);
  });
}

export function Confirm() {
  useWord(word);
  const question = open;
  if (!question) return null;
  return (
    <Dialog title={question.title} onClose={() => question === open && question.answer(false)}>
      {question.text && <p>{question.text}</p>}
      <div class="buttons">
        <button class="quiet" onClick={() => question.answer(false)}>
          {w.common.cancel}
        </button>
        <button class={question.danger ? 'danger' : ''} onClick={() => question.answer(true)}>
          {question.yes}
        </button>
      </div>
    </Dialog>
  );
}
