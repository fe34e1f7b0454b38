// The seconds that are heard: those of the countdown, and the last ones of the match.

import { useEffect } from 'preact/hooks';

const LAST_S = 5;

/** @param {import('../../fight/view.js').View} view @param {(what: string) => void} feel */
export function useTicks({ state, runs, clockMs }, feel) {
  const seconds = Math.ceil(clockMs / 1000);
  const counts = state === 'countdown' && seconds > 0;
  const ticks = runs && seconds <= LAST_S && seconds > 0;
  useEffect(() => {
    if (counts) feel('count');
    else if (ticks) feel('tick');
  }, [counts || ticks ? seconds : 0]);
}
