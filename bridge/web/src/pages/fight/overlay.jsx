// What stands in the middle for a moment, large: the countdown, an elimination and the way back, a pause,
// the end; and what one has just achieved or suffered.

import { useEffect, useRef } from 'preact/hooks';
import { TeamMark } from '../../arena/mark.jsx';
import { fight } from '../../match/words/fight.js';
import { lineOf, nameOf } from '../../fight/line.js';
import { isDown } from '../../fight/view.js';
import { DRAW } from '../../match/view.js';

const GO_MS = 1000;
const BANNER_MS = 1800;
const BANNERS = ['kill', 'spared', 'shielded', 'respawned', 'overheated', 'spare', 'penalty', 'overturned', 'goes_on', 'resumed'];
const POPS_MS = 900;

/** @typedef {import('./fight.jsx').Common} Common */
/** @typedef {import('./moments.js').Moments} Moments */
/** @typedef {import('../../fight/standing.js').Standing} Standing */
/** @typedef {Common & { moments: Moments, standing: Standing | null }} Props */

/** @param {Props} props */
export function Overlay(props) {
  const { view, moments } = props;
  const Large = LARGE[props.standing?.code ?? ''];
  const go = moments.last(['started'], GO_MS);
  return (
    <div class="overlay" data-large={props.standing?.code ?? ''}>
      {Large ? <Large {...props} /> : go && view.runs ? <p key={go.id} class="go">{fight().get.go}</p> : <Banner {...props} />}
      {!Large && <Pops moments={moments} />}
    </div>
  );
}

/** @param {Props} props */
function Countdown({ view }) {
  const seconds = Math.ceil(view.clockMs / 1000);
  const own = view.sides[view.team];
  return (
    <>
      <p class="lead">{fight().get.ready}</p>
      <p key={seconds} class="count">{seconds > 0 ? seconds : ''}</p>
      {own && (
        <p class={`own team-${own.look?.slot ?? 0}`}>
          <TeamMark look={own.look} /> <bdi>{own.name}</bdi>
        </p>
      )}
    </>
  );
}

/** @param {Props} props */
function Down({ match, session, view, place, moments }) {
  const f = fight();
  const whole = view.rules.respawn_ms || 1;
  const seconds = Math.ceil((place?.backMs ?? 0) / 1000);
  const part = Math.max(0, Math.min(1, 1 - (place?.backMs ?? 0) / whole));
  const by = useKiller(match, session, moments, place?.robot ?? '');
  const others = view.places.some((other) => other !== place && other.robot !== '' && !isDown(other.state));
  return (
    <>
      <p class="lead bad">{by ? f.eliminatedBy(by) : f.eliminated}</p>
      <div class="ring">
        <svg viewBox="-50 -50 100 100" aria-hidden="true">
          <circle class="way" r="44" />
          <circle class="done" r="44" transform="rotate(-90)" pathLength="1" stroke-dasharray={`${part.toFixed(3)} 1`} />
        </svg>
        <span class="unseen">{f.backIn(seconds)}</span>
        <b aria-hidden="true">{seconds}</b>
      </div>
      {others && <p class="small">{f.others}</p>}
    </>
  );
}

/** Who it was, as long as one is out. @param {import('../../match/match.js').Match} match @param {import('../../session.js').Session} session @param {Moments} moments @param {string} robot @returns {string} */
function useKiller(match, session, moments, robot) {
  const kept = useRef({ seq: 0, name: '' });
  const entry = [...match.log.entries].reverse().find((one) => one.kind === 'eliminated' && one.robot === robot);
  if (entry && entry.seq !== kept.current.seq) {
    const line = lineOf(entry, match.doc, session.credentials.principal, fight());
    kept.current = { seq: entry.seq, name: entry.by ? (line?.parts[0].text ?? '') : '' };
  }
  return kept.current.name;
}

const Out = () => <Plain tone="bad" title={fight().outTitle} text={fight().outText} />;
const Waits = () => <Plain title={fight().waitTitle} text={fight().waitText} />;
const Paused = () => <Plain icon title={fight().pausedTitle} text={fight().pausedText} />;
const Held = () => <Plain icon title={fight().heldTitle} text={fight().heldText} />;

/** @param {{ title: string, text: string, tone?: string, icon?: boolean }} props */
const Plain = ({ title, text, tone = '', icon = false }) => (
  <div class={`plate ${tone}`}>
    {icon && (
      <svg class="pause" viewBox="0 0 24 24" aria-hidden="true">
        <path d="M8 5v14M16 5v14" />
      </svg>
    )}
    <h2>{title}</h2>
    <p>{text}</p>
  </div>
);

/** By what holds the robot. @type {Record<string, (props: Props) => any>} */
const LARGE = { countdown: Countdown, down: Down, out: Out, no_robot: Waits, paused: Paused, held: Held, over: Over };

/** @param {Props} props */
function Over({ view, match }) {
  const f = fight();
  const aborted = view.state === 'aborted';
  const how = aborted ? 'aborted' : view.winner === null || view.winner === DRAW ? 'draw' : view.winner === view.team ? 'won' : 'lost';
  const link = useRef(/** @type {HTMLAnchorElement | null} */ (null));
  useEffect(() => link.current?.focus({ preventScroll: true }), []);
  return (
    <div class={`over has-${how}`}>
      <h2>{f[how]}</h2>
      {aborted ? (
        <p>{f.abortedText}</p>
      ) : (
        <p class="ending">
          {view.sides.map(({ name, look, score }) => (
            <span key={name} class={`team-${look?.slot ?? 0}`}>
              <TeamMark look={look} /> {score}
            </span>
          ))}
        </p>
      )}
      <a ref={link} class="button" href={`#match/${match.id}/result`}>
        {f.toResult}
      </a>
    </div>
  );
}

/** @param {Props} props */
function Banner({ moments, match, session }) {
  const last = moments.last(BANNERS, BANNER_MS);
  if (!last) return null;
  const name = (/** @type {string} */ robot) => nameOf(robot, match.doc, session.credentials.principal, fight());
  return (
    <p key={last.id} class={`banner ${last.news.what}`} role="status">
      {bannerText(last.news, name)}
    </p>
  );
}

/** @param {import('../../fight/feedback.js').News} news @param {(robot: string) => string} name */
function bannerText(news, name) {
  const f = fight();
  if (news.what === 'kill') return f.kill(name(news.robot), news.points);
  if (news.what === 'spared') return f.spared[/** @type {keyof typeof f.spared} */ (news.verdict)] ?? '';
  if (news.what === 'shielded') return f.shieldHolds;
  if (news.what === 'spare') return f.spare(news.robot);
  if (news.what === 'penalty') return f.penalty(news.limit);
  if (news.what === 'overturned') return f.overturned(news.points);
  if (news.what === 'overheated') return f.overheated;
  return news.what === 'respawned' ? f.respawned : f.goesOn;
}

/** Points that were just won rise from the robot. @param {{ moments: Moments }} props */
const Pops = ({ moments }) => (
  <div class="pops" aria-hidden="true">
    {moments.all(['scored'], POPS_MS).map(({ id, news }) => (news.what === 'scored' ? <b key={id}>{fight().hit(news.points)}</b> : null))}
  </div>
);
