// Saving what is shown as a file: as it is drawn, or every value that the arena still has of it.

import { useEffect, useRef, useState } from 'preact/hooks';
import { Refusal } from '../../net/asks.js';
import { csvOf, fileName, jsonOf } from '../../history/sheet.js';
import { download } from '../../history/download.js';
import { gridOf } from '../../history/grid.js';
import { number } from './format.js';
import { refusalText } from '../../words/say.js';
import { w } from '../../words/index.js';

/** @typedef {import('../../history/history.js').History} History */
/** @typedef {ReturnType<History['fields']>} Fields */

/** @type {[name: 'd' | 'h' | 'min' | 's' | 'ms', ms: number][]} */
const UNITS = [['d', 86_400_000], ['h', 3_600_000], ['min', 60_000], ['s', 1000], ['ms', 1]];

/** @param {number} ms */
function stepText(ms) {
  const [name, unit] = UNITS.find(([, least]) => ms >= least) ?? UNITS[UNITS.length - 1];
  return `${number(ms / unit)} ${w.history.steps[name]}`;
}

/** @param {{ history: History, fields: Fields }} props */
export function Export({ history, fields }) {
  const [every, wish] = useState(false);
  const [text, say] = useState('');
  const work = useRef(/** @type {AbortController | null} */ (null));
  useEffect(() => () => work.current?.abort(), []);
  const { from, to } = history.window;

  /** @param {'csv' | 'json'} form */
  async function save(form) {
    work.current?.abort();
    const abort = (work.current = new AbortController());
    try {
      say(every ? w.history.fetching(0) : '');
      const told = (/** @type {number} */ share) => say(w.history.fetching(Math.round(share * 100)));
      const sheet = every ? await history.complete(fields, abort.signal, told) : history.sheet(fields);
      say(sheet.parts.length ? '' : w.history.empty);
      if (sheet.parts.length) download(fileName(sheet, form), (form === 'csv' ? csvOf : jsonOf)(sheet), form);
    } catch (error) {
      say(error instanceof Refusal ? refusalText(error.code, error.message) : '');
    } finally {
      if (work.current === abort) work.current = null;
    }
  }

  return (
    <details class="export">
      <summary class="button quiet">{w.history.export}</summary>
      <div class="panel">
        <p>{w.history.exportText}</p>
        <label>
          <input type="radio" name="every" checked={!every} onChange={() => wish(false)} />{' '}
          {w.history.drawn(stepText(gridOf(from, to).step))}
        </label>
        <label>
          <input type="radio" name="every" checked={every} onChange={() => wish(true)} /> {w.history.every}
        </label>
        <div class="buttons">
          <button type="button" onClick={() => save('csv')}>{w.history.csv}</button>
          <button type="button" class="quiet" onClick={() => save('json')}>{w.history.json}</button>
        </div>
        <div role="status">
          {text}{' '}
          {work.current && (
            <button type="button" class="quiet" onClick={() => work.current?.abort()}>{w.common.cancel}</button>
          )}
        </div>
      </div>
    </details>
  );
}
