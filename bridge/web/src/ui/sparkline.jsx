// A small line beside a number: how it came to be what it is. It says nothing to people who cannot
// see it: the number beside it does. It draws itself again, so that what it stands in need not be.

import { useBeat } from './hooks.js';
import { boundsOf, pathOf, traceOf } from '../history/traces.js';

const SPAN = 10; // percent: steadier than this looks level
const BEAT_MS = 2000;

/**
 * @param {{ session: import('../session.js').Session, robot: string, field: string,
 *   width?: number, height?: number, least?: number, most?: number, span?: number }} props without
 *   least and most: what the values need, but `span` at least
 */
export function Sparkline({ session, robot, field, width = 44, height = 18, least, most, span = SPAN }) {
  useBeat(BEAT_MS);
  const values = traceOf(session, robot, field);
  const bounds = least === undefined || most === undefined ? boundsOf(values, span) : { least, most };
  const path = pathOf(values, { width, height, ...bounds });
  return (
    <svg class="sparkline" viewBox={`0 -1.5 ${width} ${height + 3}`} width={width} height={height + 3} aria-hidden="true" focusable="false">
      {path && <path d={path} />}
    </svg>
  );
}
