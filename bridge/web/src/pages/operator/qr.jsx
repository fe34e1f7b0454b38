// A QR code as an SVG of one path: dark on light in every theme, because that is what scanners expect.

import { encode } from 'uqr';

/** @param {{ text: string, label: string }} props */
export function Qr({ text, label }) {
  const { data, size } = encode(text, { ecc: 'M', border: 4 });
  return (
    <svg class="qr" role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`} shape-rendering="crispEdges">
      <path d={pathOf(data)} />
    </svg>
  );
}

/** A rectangle for each run of dark modules of a row. @param {boolean[][]} rows */
function pathOf(rows) {
  let path = '';
  rows.forEach((row, y) => {
    for (let x = 0; x < row.length; x += 1) {
      let run = 0;
      while (row[x + run]) run += 1;
      if (run) path += `M${x} ${y}h${run}v1h-${run}z`;
      x += run;
    }
  });
  return path;
}
