// The stagehand in a worker: the first message brings the canvas, all others what it is told.

import { stagehand } from './stagehand.js';

/** @type {ReturnType<typeof stagehand> | null} */
let own = null;

self.addEventListener('message', ({ data }) => {
  if (data.canvas) own = stagehand(data.canvas);
  else own?.tell(data);
});
