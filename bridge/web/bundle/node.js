// What mqtt.js expects to find around it, as Node has it (build.mjs puts it there).
//
// "The next tick" is a microtask, as in Node, not a timer: what is written reaches the socket before
// the browser draws the next picture, and a driver's key is some 10 ms sooner at the robot.
import process from 'process/browser.js';

process.nextTick = (/** @type {(...args: any[]) => void} */ act, /** @type {any[]} */ ...args) =>
  queueMicrotask(() => act(...args));

export { Buffer } from 'buffer';
export { process };
