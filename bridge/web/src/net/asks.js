// Asking the bridge: an ask is repeated under the same id until it is answered, so a lost answer
// never does a deed twice (the bridge repeats the answer).

import { randomTag } from '../random.js';

const REPEAT_MS = 1000;
const TRIES = 6;

/** What was refused: the code of the wire, or `unreachable`, `silent`; and the bridge's sentence. */
export class Refusal extends Error {
  /** @param {string} code @param {string} message */
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

export class Asks {
  /** @type {Map<string, { text: object, tries: number, resolve: Function, reject: Function }>} */
  #open = new Map();

  /** @param {(ask: object) => void} send */
  constructor(send) {
    this.send = send;
  }

  /** How many wait for their answer. */
  get open() {
    return this.#open.size;
  }

  /**
   * @param {string} deed the word in `do`
   * @param {object} [members]
   * @returns {Promise<any>} the answer's members; rejects with a Refusal
   */
  ask(deed, members = {}) {
    return new Promise((resolve, reject) => {
      const id = randomTag();
      this.#open.set(id, { text: { id, do: deed, ...members }, tries: 0, resolve, reject });
      this.#try(id);
    });
  }

  /** @param {string} id */
  #try(id) {
    const entry = this.#open.get(id);
    if (!entry) return;
    if (entry.tries === TRIES) {
      this.#open.delete(id);
      entry.reject(new Refusal('silent', ''));
      return;
    }
    entry.tries += 1;
    this.send(entry.text);
    setTimeout(() => this.#try(id), REPEAT_MS);
  }

  /** @param {any} answer a parsed `answer` */
  answered(answer) {
    const entry = this.#open.get(answer.id);
    if (!entry) return;
    this.#open.delete(answer.id);
    if (answer.ok) entry.resolve(answer);
    else entry.reject(new Refusal(answer.error.code, answer.error.message));
  }
}
