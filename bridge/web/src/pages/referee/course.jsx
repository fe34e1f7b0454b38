// The course of a match: start, pause, go on, abort, once more; and STOP for everything in it, at once,
// without a question.

import { confirmed } from '../../ui/confirm.jsx';
import { isGathering, isOver, stateOf } from '../../match/view.js';
import { robotsOf, stopsOf } from '../../referee/floor.js';
import { stage } from '../../match/words/stage.js';

/** @param {import('./console.jsx').Hand & { router: import('../../router.js').Router }} hand */
export function Course(hand) {
  const { doc, deeds, session, match } = hand;
  const { referee } = stage();
  const state = stateOf(match);
  const robots = robotsOf(doc);
  const stopped = robots.filter((robot) => stopsOf(session.robots, robot).length > 0).length;
  return (
    <div class="course">
      <div class="buttons">
        <Steps {...hand} state={state} />
        {!isOver(state) && (
          <button class="quiet danger" onClick={() => abort(deeds)}>
            {referee.abort}
          </button>
        )}
      </div>
      {!isOver(state) && (
        <div class="stopping">
          <p role="status">{stopped > 0 ? referee.stopped(stopped, robots.length) : ''}</p>
          <button class="quiet" disabled={stopped === 0} onClick={() => deeds.clearAll()}>
            {referee.clearAll}
          </button>
          <button class="halt" title={referee.stopAllHint} onClick={() => deeds.stopMany(robots)}>
            {referee.stopAll}
          </button>
        </div>
      )}
    </div>
  );
}

/** @param {import('./console.jsx').Hand & { router: import('../../router.js').Router, state: string }} props */
function Steps({ doc, deeds, router, state }) {
  const { referee } = stage();
  if (isGathering(state)) return <button onClick={() => deeds.start(doc)}>{referee.start}</button>;
  if (state === 'running') return <button onClick={deeds.pause}>{referee.pause}</button>;
  if (state === 'paused') return <button onClick={deeds.resume}>{referee.resume}</button>;
  if (!isOver(state)) return null;
  const again = async () => {
    const next = doc.next || (await deeds.again());
    if (next) router.go(`referee/${next}`);
  };
  return (
    <>
      <button onClick={again}>{doc.next ? referee.next : referee.again}</button>
      <a class="button quiet" href={`#match/${doc.id}/result`}>{referee.result}</a>
      <a class="button quiet" href={`#replay/${doc.id}`}>{stage().replay.title}</a>
    </>
  );
}

/** @param {import('../../referee/deeds.js').RefereeDeeds} deeds */
async function abort(deeds) {
  const { confirm } = stage().referee;
  if (await confirmed({ title: confirm.abort, text: confirm.abortText, yes: confirm.abortYes, danger: true })) await deeds.abort();
}
