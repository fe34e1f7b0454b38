// What became of the last actions.

import { useState } from 'preact/hooks';
import { useHear } from '../../ui/hooks.js';
import { w } from '../../words/index.js';

const SHOWN = 5;

/** @param {{ session: import('../../session.js').Session, robot: string }} props */
export function Acks({ session, robot }) {
  const [acks, keep] = useState(/** @type {{ key: number, text: string }[]} */ ([]));
  useHear(session, 'ack', (ack) => {
    if (ack.robot !== robot) return;
    const why = ack.why ? `: ${ack.why}` : '';
    const text = `${ack.do.replaceAll('_', ' ')} ${ack.state}${why}`;
    keep((old) => [{ key: (old[0]?.key ?? 0) + 1, text }, ...old].slice(0, SHOWN));
  });
  return (
    <>
      <h2>{w.drive.acks}</h2>
      <ol aria-label={w.drive.acks}>
        {acks.map(({ key, text }) => (
          <li key={key}>{text}</li>
        ))}
      </ol>
    </>
  );
}
