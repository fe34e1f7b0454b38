// Why the robot does not follow the hands, with what helps; for the first seconds, how to play.

import { fight } from '../../match/words/fight.js';
import { keyName } from '../settings/keymap.js';
import { tapping } from '../drive/tap.js';
import { useRef } from 'preact/hooks';
import { w } from '../../words/index.js';

const COARSE = matchMedia('(pointer: coarse)').matches;
const HINT_MS = 9000;
/** The middle of the picture says these larger. */
const SAID_LARGE = ['countdown', 'down', 'out', 'no_robot', 'paused', 'held', 'over'];

/** @typedef {import('../../fight/standing.js').Standing} Known */
/** @typedef {import('../../session.js').Session} Session */

/**
 * @param {{ standing: Known | null, session: Session, pad: import('../../input/gamepad.js').PadDevice,
 *   identity: import('../../identity.js').Identity, settings: import('../../settings.js').Settings }} props
 */
export function Standing({ standing, session, pad, identity, settings }) {
  const since = useRef(Infinity); // when it could be read first: not under a countdown
  const large = standing !== null && SAID_LARGE.includes(standing.code);
  if (!large) since.current = Math.min(since.current, session.now);
  const young = session.now - since.current < HINT_MS;
  const hint = pad.state === 'gone' ? w.input.padGone : pad.state === 'wait' ? w.input.padWait : young ? hintText(session, pad, settings) : '';
  const text = standing ? sentenceOf(standing) : hint;
  const help = standing?.help;
  return (
    <div class={`why ${standing?.tone ?? 'good'} ${text === '' || large ? 'quiet' : ''}`} data-why={standing?.code ?? ''}>
      <p role="status">{text}</p>
      {help && (
        <button class="help" {...tapping(() => helpers(session, identity)[help]?.())}>
          {w.drive.help[help]}
        </button>
      )}
    </div>
  );
}

/** @param {Known} standing */
function sentenceOf({ code, own, seconds }) {
  if (own) return fight().standing[/** @type {keyof ReturnType<typeof fight>['standing']} */ (code)](seconds);
  return w.hindrance[/** @type {keyof typeof w.hindrance} */ (code)];
}

/** @param {Session} session @param {import('../../input/gamepad.js').PadDevice} pad @param {import('../../settings.js').Settings} settings */
function hintText(session, pad, settings) {
  const f = fight();
  const { spaceFires, mouseAims, keys } = settings.values;
  const fires = spaceFires ? f.space : keyName(keys.fire[0] ?? '', null);
  const many = session.squad.size > 1 ? ` ${f.hintMany}` : '';
  if (pad.state === 'ready') return f.hintPad;
  if (COARSE) return f.hintTouch;
  const hint = mouseAims && session.robots.cards.get(session.driver?.robot ?? '')?.axes?.cx ? f.hintMouse : f.hintKeys;
  return hint(fires) + many;
}

/** @param {Session} session @param {import('../../identity.js').Identity} identity @returns {Record<string, () => void>} */
const helpers = (session, identity) => ({
  continue: () => session.continueHere(),
  join: () => identity.leave(),
  retry: () => session.open(),
  clear: () => void session.attempt('clear', { robot: session.driver?.robot ?? '' }),
});
