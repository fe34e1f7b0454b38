// One code, large: to be scanned from across a table, read aloud, copied or printed.

import { useState } from 'preact/hooks';
import { isLoopback, joinLink, qrText, robotCommand } from '../../operator/codes.js';
import { copied } from '../../operator/copy.js';
import { words } from '../../operator/words/index.js';
import { w, wordOf } from '../../words/index.js';
import { Qr } from './qr.jsx';

/** @typedef {import('../../operator/codes.js').Code} Code */

/** @param {Code} code */
export const forWhom = ({ type, kind }) => wordOf(words().codes.kinds, type === 'enrolment' ? 'robot' : kind ?? 'player');

/** @param {number} s Unix s */
export const whenText = (s) =>
  new Date(s * 1000).toLocaleString(w.locale, { dateStyle: 'medium', timeStyle: 'short' });

/** @param {{ code: Code, hide: () => void }} props */
export function BigCode({ code, hide }) {
  const { codes: o } = words();
  const [said, say] = useState('');
  const { origin } = location;
  const invite = code.type === 'invite';
  const text = qrText(origin, code);
  const handed = invite ? joinLink(origin, code.code) : robotCommand(origin, code.code);
  const copy = async (/** @type {string} */ what) => say((await copied(what)) ? o.copied : o.notCopied);
  return (
    <section class="panel bigcode" data-code={code.code} aria-label={code.code}>
      <Qr text={text} label={o.qr(text)} />
      <div class="beside">
        <h2>{o.fresh[code.type]}</h2>
        <p class="codeword">{code.code}</p>
        <p>{[o.forKind(forWhom(code)), o.left(code.left, code.uses), o.until(whenText(code.expires))].join(' · ')}</p>
        <p class="label">{invite ? o.link : o.command}</p>
        <p class="handed">{handed}</p>
        {isLoopback(origin) && <p class="hint noprint">{o.loopback}</p>}
        <div class="buttons noprint">
          <button onClick={() => copy(handed)}>{invite ? o.copyLink : o.copyCommand}</button>
          <button class="quiet" onClick={() => copy(code.code)}>{o.copyCode}</button>
          <button class="quiet" onClick={() => print()}>{o.print}</button>
          <button class="quiet" onClick={hide}>{o.hide}</button>
        </div>
        <p class="said noprint" role="status">{said}</p>
      </div>
    </section>
  );
}
