// Tells the arena how long this person's commands take, for the statistics of the match: every few
// seconds while it is on, and once more at its end.

import { useEffect } from 'preact/hooks';
import { Delays } from '../../drive/delays.js';
import { holdsRobots, stateOf } from '../../match/view.js';

const EVERY_MS = 5000;
const [HALF, NEARLY_ALL] = [0.5, 0.99];

/** Whose delays are being counted: a page that is opened anew goes on counting. */
let counted = '';

/** @param {import('../../session.js').Session} session @param {import('../../match/match.js').Match} match */
export function useReport(session, match) {
  const on = holdsRobots(stateOf(match));
  useEffect(() => {
    if (!on) return undefined;
    const { squad } = session;
    if (counted !== match.id) squad.delays = new Delays();
    counted = match.id;
    const report = () => {
      const { delays } = squad;
      if (delays.total === 0) return;
      const members = { match: match.id, delay_p50_ms: delays.quantile(HALF), delay_p99_ms: delays.quantile(NEARLY_ALL) };
      session.asks.ask('match.report', members).catch(() => {}); // statistics: nobody has to be told
    };
    const timer = setInterval(report, EVERY_MS);
    return () => {
      clearInterval(timer);
      report();
    };
  }, [session, match, on]);
}
