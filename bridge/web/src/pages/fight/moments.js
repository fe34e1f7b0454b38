// What has just happened to this person, for as long as it is shown.

import { useMemo } from 'preact/hooks';
import { newsOf } from '../../fight/feedback.js';
import { teamOfPlayer } from '../../match/view.js';
import { useHear } from '../../ui/hooks.js';

const KEPT_MS = 3000;
const KEPT_MOST = 12;

/** @typedef {import('../../fight/feedback.js').News} News */
/** @typedef {{ id: number, at: number, news: News }} Moment */

/**
 * @param {import('../../match/match.js').Match} match @param {import('../../session.js').Session} session
 * @param {(what: string) => void} feel
 */
export function useMoments(match, session, feel) {
  const moments = useMemo(() => ({ list: /** @type {Moment[]} */ ([]) }), [match]);
  useHear(match, 'entry', ({ entry, fresh }) => {
    const news = fresh && newsOf(entry, hereOf(match, session));
    if (!news) return;
    const at = session.now;
    moments.list = [...moments.list.filter((one) => at - one.at < KEPT_MS), { id: entry.seq, at, news }].slice(-KEPT_MOST);
    feel(news.what);
  });
  return {
    /** The newest of these that is not older. @param {readonly string[]} what @param {number} ms @returns {Moment | null} */
    last: (what, ms) => [...moments.list].reverse().find((one) => what.includes(one.news.what) && session.now - one.at < ms) ?? null,
    /** @param {readonly string[]} what @param {number} ms */
    all: (what, ms) => moments.list.filter((one) => what.includes(one.news.what) && session.now - one.at < ms),
  };
}

/** @typedef {ReturnType<typeof useMoments>} Moments */

/** @param {import('../../match/match.js').Match} match @param {import('../../session.js').Session} session @returns {import('../../fight/feedback.js').Here} */
function hereOf(match, session) {
  const { principal } = session.credentials;
  return {
    principal,
    mine: session.squad.places,
    team: teamOfPlayer(match.doc, principal),
    pose: (robot) => session.robots.statuses.get(robot)?.status.pose ?? match.live?.units.find((unit) => unit.robot === robot)?.pose ?? null,
  };
}
