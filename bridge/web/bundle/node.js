// What mqtt.js expects to find around it, as Node has it (build.mjs puts it there).
export { Buffer } from 'buffer';
export { default as process } from 'process/browser.js';
