// Which robot a page claims when its connection is there again, decided without a clock or a network.
//
// After a load it is what the arena says one has. After a loss it is what one drove before, even when
// the arena has taken it back meanwhile because nobody answered; not when it was taken back on
// purpose (an operator, a revocation, idleness), and not after so long that the person may be gone.
// It stands until whoever holds the stick has let go once, as after every new number.
//
// What one gave back oneself is not claimed again, even while the arena has not heard of it yet.

const AWAY_MS = 60_000;
const TRIES = 6;

/** Reasons that are the loss itself, or its consequences. */
const OF_LOSS = new Set(['driver_lost', 'goodbye', 'robot_offline', 'unconfirmed', 'superseded', 'no_lease', 'lease_stale', 'deadman', 'neutral_first']);
/** Refusals that pass: the robot has to come back as well. */
const PASSING = new Set(['robot_offline', 'unavailable', 'silent']);

export class Comeback {
  robot = '';
  #given = '';
  #lostAt = 0;
  #tries = 0;

  /** The connection is gone. @param {string} robot that was driven, "" for none @param {number} now ms */
  lost(robot, now) {
    if (this.robot !== '' || robot === '') return;
    this.robot = robot;
    this.#lostAt = now;
    this.#tries = 0;
  }

  /** What was lost is settled: one drives it again, or not any more. */
  settle() {
    this.robot = '';
  }

  /** This person asks for one. */
  asked() {
    this.settle();
    this.#given = '';
  }

  /** This person gives it back. @param {string} robot */
  gave(robot) {
    this.settle();
    this.#given = robot;
  }

  /**
   * @param {any} me the arena's last word about this person, null when there was none
   * @param {number} now ms
   * @returns {string} the robot to claim, "" for none
   */
  wanted(me, now) {
    const leases = (me?.leases ?? []).filter((/** @type {any} */ lease) => lease.robot !== this.#given);
    if (this.robot === '') return leases[0]?.robot ?? '';
    if (leases.some((/** @type {any} */ lease) => lease.robot === this.robot)) return this.robot;
    const byLoss = (me?.why ?? []).every((/** @type {string} */ why) => OF_LOSS.has(why));
    return byLoss && now - this.#lostAt <= AWAY_MS ? this.robot : '';
  }

  /** @param {string} code of a refusal @returns {boolean} whether to try once more, a little later */
  again(code) {
    this.#tries += 1;
    return this.robot !== '' && PASSING.has(code) && this.#tries < TRIES;
  }
}
