// The painter in a worker: the first message brings the canvas, all others what it is told.

import { painter } from './painter.js';

/** @type {ReturnType<typeof painter> | null} */
let own = null;

self.addEventListener('message', ({ data }) => {
  if (data.canvas) own = painter(data.canvas);
  else own?.tell(data);
});
