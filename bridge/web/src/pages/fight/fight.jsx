// A match as its player sees it: the arena around one's own robot, what it has left, who leads, and the
// hands on stick and trigger. It goes on by itself whatever happens to the robot: eliminated, replaced
// by a spare, held, paused; behind the end stands the result (match/way.js).

import { useEffect } from 'preact/hooks';
import '../../style/drive/frame.css';
import '../../style/drive/hands.css';
import '../../style/fight/frame.css';
import '../../style/fight/board.css';
import '../../style/fight/vitals.css';
import '../../style/fight/hands.css';
import '../../style/fight/overlay.css';
import '../../style/fight/layouts.css';
import { Board } from './board.jsx';
import { Feed } from './feed.jsx';
import { Hands } from './hands.jsx';
import { Overlay } from './overlay.jsx';
import { Picture } from './picture.jsx';
import { Standing } from './standing.jsx';
import { Tools } from './tools.jsx';
import { Vitals } from './vitals.jsx';
import { fight } from '../../match/words/fight.js';
import { insetsNow } from './insets.js';
import { isAlive, standingOf } from '../../fight/standing.js';
import { situation } from '../drive/situation.js';
import { useBeat, useWord } from '../../ui/hooks.js';
import { useFeel } from './feel.js';
import { useInputs } from './inputs.js';
import { useMoments } from './moments.js';
import { useReport } from './report.js';
import { useTicks } from './ticks.js';
import { useWeapons } from './weapons.js';
import { viewOf } from '../../fight/view.js';

const BEAT_MS = 80;

/** @typedef {import('../../app.jsx').PageProps} PageProps */
/** @typedef {import('../../match/match.js').Match} Match */

/** @param {PageProps} props */
export default function Fight(props) {
  const { session } = props;
  const match = session.matches.latest;
  const id = match?.id ?? '';
  useEffect(() => (id ? session.matches.follow(id) : undefined), [session, id]);
  return match?.doc ? <Ring key={id} {...props} match={match} /> : null;
}

/** @param {PageProps & { match: Match }} props */
function Ring(props) {
  const { session, settings, mixer, match } = props;
  useBeat(BEAT_MS);
  useWord(settings);
  const { view, place, standing } = seen(props);
  const robot = place?.robot ?? '';
  const { feel, motor } = useFeel(session, settings);
  const moments = useMoments(match, session, feel);
  const weapons = useWeapons({ session, match, feel, alive: isAlive(standing), robot });
  const hands = useInputs(props, { robot, alive: isAlive(standing), feel, trigger: weapons.trigger });
  motor.rumble = (ms, strength) => hands.pad.rumble(ms, strength);
  useReport(session, match);
  useTicks(view, feel);
  const insets = insetsNow();
  const weapon = weapons.of(robot, session.now);
  const common = { session, match, view, place, now: session.now };
  const { leftHanded, fightShakes } = settings.values;
  return (
    <section
      class={`drive fight ${leftHanded ? 'left-handed' : ''} ${fightShakes ? 'shakes' : ''}`}
      data-theme="dark"
      data-state={view.state}
      data-standing={standing?.code ?? ''}
      aria-label={fight().label(view.name || fight().noName)}
      style={{ '--above': `${insets.top}px`, '--below': `${insets.bottom}px` }}
    >
      <Picture {...common} insets={insets} settings={settings} moments={moments} mouse={hands.mouse} />
      <Board {...common} />
      <Tools {...common} settings={settings} />
      <Feed {...common} />
      <Standing standing={standing} session={session} pad={hands.pad} identity={props.identity} settings={settings} />
      <Overlay {...common} moments={moments} standing={standing} />
      <Vitals {...common} weapon={weapon} moments={moments} focus={hands.focus} />
      <Hands {...common} mixer={mixer} settings={settings} weapon={weapon} trigger={weapons.trigger} stop={hands.stop} />
    </section>
  );
}

/** @param {PageProps & { match: Match }} props */
function seen({ session, mixer, match }) {
  const view = viewOf(match, session.credentials.principal, session.now);
  const place = view.places[session.squad.focus] ?? null;
  const facts = situation(session, place?.robot ?? '', { mixer, clearing: false, hidden: document.hidden });
  return { view, place, standing: standingOf({ view, place, facts }) };
}

/**
 * What every part is given.
 * @typedef {object} Common
 * @property {import('../../session.js').Session} session @property {Match} match
 * @property {import('../../fight/view.js').View} view
 * @property {import('../../fight/view.js').Place | null} place the one in focus @property {number} now
 */
