// A record on its way into the page, its player, and what is projected from it.

import { Emitter } from '../../emitter.js';
import { Player } from '../../replay/player.js';
import { Projector } from '../../replay/projector.js';
import { RecordedMatch } from '../../replay/record.js';
import { fetchRecord } from '../../replay/fetch.js';

/** @extends {Emitter<{ changed: void }>} */
export class Recording extends Emitter {
  record = new RecordedMatch();
  player = new Player();
  /** Why it cannot be shown. @type {{ code: string, message: string } | null} */
  refusal = null;
  isWhole = false;
  #end = new AbortController();

  /** @param {string} id */
  constructor(id) {
    super();
    this.id = id;
    this.projector = new Projector(this.record, this.player, id);
  }

  /** @param {{ token: string }} access @param {boolean} plays by itself, as soon as there is something */
  async load(access, plays) {
    const { record, player } = this;
    const grow = () => {
      player.span(record.from, record.to, this.isWhole);
      if (plays && record.to > record.from && !player.playing) {
        plays = false;
        player.play(performance.now());
      }
      this.emit('changed', undefined);
    };
    try {
      await fetchRecord(access, this.id, (line) => record.take(line), grow, this.#end.signal);
      this.isWhole = true;
      grow();
    } catch (error) {
      if (this.#end.signal.aborted) return;
      const { code = 'broken', message = '' } = /** @type {any} */ (error);
      this.refusal = { code, message };
      this.isWhole = true;
      grow();
    }
  }

  close() {
    this.#end.abort();
  }
}
