// The log as a referee reads it: each hit with its verdict and the evidence for it, and taking it back.

import { useState } from 'preact/hooks';
import { Log, startOf } from '../../stage/log.jsx';
import { Segmented } from '../../ui/segmented.jsx';
import { LOGS, logOf, overturnedOf } from '../../referee/floor.js';
import { confirmed } from '../../ui/confirm.jsx';
import { entryText } from '../../match/say.js';
import { stage } from '../../match/words/stage.js';

/** @typedef {import('../../match/types.js').Entry} Entry */

/** @param {import('./console.jsx').Hand} hand */
export function Judgements({ match, doc, deeds }) {
  const { referee, log } = stage();
  const [part, show] = useState(/** @type {import('../../referee/floor.js').Part} */ ('course'));
  const { entries } = match.log;
  const overturned = overturnedOf(entries);
  /** @param {Entry} entry */
  const beside = (entry) => entry.kind === 'hit' && <Evidence entry={entry} overturned={overturned.has(entry.seq)} overturn={() => overturn(entry, doc, deeds)} />;
  return (
    <section class="panel judgements">
      <div class="title">
        <h2>{log}</h2>
        <Segmented label={log} value={part} onChange={show} options={LOGS.map((one) => /** @type {const} */ ([one, referee.logs[one]]))} />
      </div>
      <Log entries={logOf(entries, part)} doc={doc} start={startOf(entries)} whole={part === 'all'} beside={beside} />
    </section>
  );
}

/** @param {{ entry: Entry, overturned: boolean, overturn: () => void }} props */
function Evidence({ entry, overturned, overturn }) {
  const { referee } = stage();
  return (
    <span class="evidence">
      <small>{referee.evidence(entry.fire ?? 0, entry.hit ?? 0)}</small>
      {overturned && <span class="badge warn">{referee.isOverturned}</span>}
      {entry.verdict === 'counted' && !overturned && (
        <button class="quiet small" onClick={overturn}>{referee.overturn}</button>
      )}
    </span>
  );
}

/** @param {Entry} entry @param {import('../../match/types.js').Doc} doc @param {import('../../referee/deeds.js').RefereeDeeds} deeds */
async function overturn(entry, doc, deeds) {
  const { confirm } = stage().referee;
  const text = `${entryText(entry, doc)} ${confirm.overturnText}`;
  if (await confirmed({ title: confirm.overturn, text, yes: confirm.overturnYes, danger: true })) await deeds.overturn(entry.seq);
}
