// STOP ALL: at once, without a question. The way back asks first, names whose stops it clears, and
// clears those that stood when it was asked and no others. It stands apart from the way in, so that a
// second press in the same place stops again.

import { useState } from 'preact/hooks';
import { shortName } from '../../operator/names.js';
import { words } from '../../operator/words/index.js';

const PATIENCE_MS = 10_000;

/** @typedef {import('../../operator/wall.js').Row} Row */

/** @param {import('./operator.jsx').Floor} floor */
export function Emergency({ session, deeds, rows, confirm }) {
  const o = words();
  const [called, call] = useState({ id: '', at: 0 });
  const [clearing, clear] = useState(/** @type {null | { done: number, of: number }} */ (null));
  const stopped = rows.filter((row) => row.stops.length > 0);

  const clearAll = async () => {
    call({ id: '', at: 0 });
    clear({ done: 0, of: stopped.length });
    await deeds.clearAll(stopped, (done) => clear({ done, of: stopped.length }));
    clear(null);
  };
  const ask = () => confirm({ ...clearQuestion(stopped, session.credentials.principal), then: clearAll });

  return (
    <div class="emergency">
      <p class="outcome" role="status">
        {clearing ? o.clearing(clearing.done, clearing.of) : outcome(rows, called)}
      </p>
      <button class={`quiet ${stopped.length ? '' : 'vacant'}`} disabled={!stopped.length || Boolean(clearing)} onClick={ask}>
        {o.clearAll(stopped.length)}
      </button>
      <button class="halt" title={o.stopAllHint} onClick={() => call({ id: deeds.stopAll(rows), at: Date.now() })}>
        {o.stopAll}
      </button>
    </div>
  );
}

/** How far the stop is; nothing once it was cleared. @param {Row[]} rows @param {{ id: string, at: number }} called */
function outcome(rows, { id, at }) {
  const o = words();
  const here = rows.filter((row) => row.here);
  const shown = here.filter((row) => row.stops.some((stop) => stop.id === id)).length;
  if (!id || (shown === 0 && Date.now() - at > PATIENCE_MS)) return '';
  const away = rows.length - here.length;
  const said = shown === here.length ? o.stoppedAll(shown) : o.stopping(shown, here.length);
  return away ? `${said} ${o.away(away)}` : said;
}

/** @param {Row[]} stopped @param {string} me */
function clearQuestion(stopped, me) {
  const { clearAll } = words().confirm;
  const by = new Set(stopped.flatMap((row) => row.stops.map((stop) => stop.by)));
  const others = [...by].filter((who) => who && who !== me && !who.startsWith('robot/')).map(shortName);
  const own = [...by].some((who) => who.startsWith('robot/'));
  const text = [others.length ? clearAll.others(others.join(', ')) : '', own ? clearAll.own : '', clearAll.text];
  return { title: clearAll.title(stopped.length), text, act: clearAll.act };
}
