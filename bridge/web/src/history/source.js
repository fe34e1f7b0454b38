// What the bridge has stored, asked by HTTP. Whoever asks gets the answer sooner or later, or a
// Refusal: a lost network and a busy arena are asked again, further and further apart, until the
// one who asked gives up (AbortSignal).

import { Refusal } from '../net/asks.js';

const FIRST_MS = 500;
const MOST_MS = 15_000;
export const POINTS_MOST = 2000;

/** @typedef {import('./cells.js').Point} Point */
/** @typedef {{ robot: string, from: number, to: number, points: number }} Question */
/** @typedef {{ from: number, to: number, fields: Map<string, Point[]> }} Answer */

/** Worth asking again. @param {number} status of HTTP */
const passing = (status) => status === 429 || status >= 500;

/** @param {unknown} said @returns {Point[]} points that are none are left out */
function pointsFrom(said) {
  if (!Array.isArray(said)) return [];
  return said.filter((point) => Array.isArray(point) && point.length === 5 && point.every(Number.isFinite));
}

/** @param {any} said @returns {Answer} */
export function answerFrom(said) {
  const fields = Object.entries(said?.fields ?? {}).map(([name, points]) =>
    /** @type {[string, Point[]]} */ ([name, pointsFrom(points)]));
  return { from: Number(said?.from), to: Number(said?.to), fields: new Map(fields) };
}

/** @param {number} ms @param {AbortSignal} signal @returns {Promise<void>} rejects when given up */
function wait(ms, signal) {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', end);
      resolve();
    }, ms);
    signal.addEventListener('abort', end, { once: true });
  });
}

export class Source {
  /**
   * @param {object} parts
   * @param {() => string} parts.token asked at every try: it may be renewed meanwhile
   * @param {typeof globalThis.fetch} [parts.fetch]
   * @param {typeof wait} [parts.wait]
   */
  constructor({ token, fetch = globalThis.fetch.bind(globalThis), wait: pause = wait }) {
    this.token = token;
    this.fetch = fetch;
    this.wait = pause;
  }

  /**
   * @param {Question} question @param {AbortSignal} signal
   * @param {(tries: number) => void} [failing] called before each wait
   * @returns {Promise<Answer>}
   */
  async ask(question, signal, failing = () => {}) {
    for (let tries = 1; ; tries += 1) {
      const { answer, again } = await this.#once(question, signal);
      if (answer) return answer;
      signal.throwIfAborted();
      failing(tries);
      const backoff = Math.min(MOST_MS, FIRST_MS * 2 ** (tries - 1)) * (0.5 + Math.random() / 2);
      await this.wait(Math.max(again, backoff), signal);
    }
  }

  /**
   * @param {Question} question @param {AbortSignal} signal
   * @returns {Promise<{ answer?: Answer, again: number }>} again: ms to wait at least
   */
  async #once({ robot, from, to, points }, signal) {
    signal.throwIfAborted();
    const query = new URLSearchParams({ from: String(from), to: String(to), points: String(points) });
    let response;
    let body;
    try {
      response = await this.fetch(`/api/v1/robots/${encodeURIComponent(robot)}/telemetry?${query}`, {
        headers: { authorization: `Bearer ${this.token()}` },
        signal,
      });
      body = await response.json();
    } catch {
      if (!response || response.ok || passing(response.status)) return { again: 0 };
      body = {};
    }
    if (response.ok) return { answer: answerFrom(body), again: 0 };
    if (!passing(response.status)) throw new Refusal(body.code ?? 'unavailable', body.detail ?? body.title ?? '');
    return { again: 1000 * (Number(response.headers.get('retry-after')) || 0) };
  }
}
