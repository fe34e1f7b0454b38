// What became of the last actions.

import { useState } from 'preact/hooks';
import { nameText } from '../../drive/range.js';
import { useHear } from '../../ui/hooks.js';
import { w, wordOf } from '../../words/index.js';

const KEPT = 8;

/** @typedef {{ id: string, do: string, state: 'accepted' | 'done' | 'failed' | 'rejected', why?: string }} Ack */

/** The newest first, one an action. @param {import('../../session.js').Session} session @param {string} robot @returns {Ack[]} */
export function useAcks(session, robot) {
  const [acks, keep] = useState(/** @type {Ack[]} */ ([]));
  useHear(session, 'ack', (ack) => {
    if (ack.robot === robot) keep((old) => [ack, ...old.filter(({ id }) => id !== ack.id)].slice(0, KEPT));
  });
  return acks;
}

/** @param {{ acks: Ack[] }} props */
export function Acks({ acks }) {
  return (
    <>
      <h2>{w.drive.acks}</h2>
      {acks.length === 0 && <p class="none">{w.drive.noAcks}</p>}
      <ol aria-label={w.drive.acks}>
        {acks.map((ack) => (
          <li key={ack.id} class={ack.state}>
            <span>{nameText(ack.do)}</span> <b>{outcome(ack)}</b>
          </li>
        ))}
      </ol>
    </>
  );
}

/** @param {Ack} ack */
export function outcome({ state, why }) {
  const text = w.drive.outcomes[state];
  return why ? `${text}: ${wordOf(w.drive.refusals, why)}` : text;
}
