// How a view follows what it shows.

import { useEffect, useReducer, useRef } from 'preact/hooks';

/**
 * Draws the view again whenever the emitter says the word; several words within one frame are one.
 * @param {import('../emitter.js').Emitter<any> | null} emitter @param {string} [word]
 */
export function useWord(emitter, word = 'changed') {
  const [, again] = useReducer((/** @type {number} */ count) => count + 1, 0);
  useEffect(() => {
    if (!emitter) return undefined;
    let frame = 0;
    const stop = emitter.on(word, () => {
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        again(undefined);
      });
    });
    return () => {
      stop();
      cancelAnimationFrame(frame);
    };
  }, [emitter, word]);
}

/**
 * Draws the view again every `ms`, while the page is visible: for what comes many times a second
 * (status) or passes by itself (ages).
 * @param {number} ms
 */
export function useBeat(ms) {
  const [, again] = useReducer((/** @type {number} */ count) => count + 1, 0);
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && again(undefined), ms);
    return () => clearInterval(timer);
  }, [ms]);
}

/**
 * Hears an emitter's word as long as the view stands.
 * @param {import('../emitter.js').Emitter<any>} emitter @param {string} word
 * @param {(value: any) => void} hear
 */
export function useHear(emitter, word, hear) {
  const latest = useRef(hear);
  latest.current = hear;
  useEffect(() => emitter.on(word, (value) => latest.current(value)), [emitter, word]);
}
