// One match in the list: who plays, how it stands, and the one thing to do with it.

import { looksOf } from '../../arena/teams.js';
import { TeamMark } from '../../arena/mark.jsx';
import { join } from '../../match/deeds.js';
import { factsOf } from '../../match/rules.js';
import { clockOf, clockText, isBot, isGathering, isOver, namesOf, scoresOf, seatOf, seatsOf, stateOf, winnerOf } from '../../match/view.js';
import { pages } from '../../match/words/pages.js';
import { shared } from '../../match/words/shared.js';
import { Icon } from '../../ui/icons.jsx';
import { wordOf } from '../../words/index.js';

/** @typedef {import('../../match/types.js').Doc} Doc */
/** @typedef {import('../../match/match.js').Match} Match */
/** @typedef {{ session: import('../../session.js').Session, router: import('../../router.js').Router, match: Match, plays: boolean }} Props */

/** @param {Props} props */
export function MatchCard(props) {
  const { match, session } = props;
  const { doc } = match;
  if (!doc) return null;
  const me = session.credentials.principal;
  const mine = Boolean(seatOf(doc, me));
  const { by, nameless } = pages();
  return (
    <li class={`panel matchcard ${mine && !isOver(doc.state) ? 'yours' : ''}`} data-match={doc.id}>
      <div class="cardhead">
        <h2>
          <bdi>{doc.name || nameless}</bdi>
        </h2>
        <State match={match} doc={doc} />
      </div>
      <p class="about">{[doc.host ? by(namesOf(doc)(doc.host)) : '', ...factsOf(doc.rules)].filter(Boolean).join(' · ')}</p>
      <Scores match={match} doc={doc} />
      <p class="cardline">{lineOf(doc, me)}</p>
      <Deeds {...props} doc={doc} mine={mine} />
    </li>
  );
}

/** @type {Record<string, string>} */
const LOOKS = { lobby: 'accent', ready: 'good', countdown: 'warn', running: 'good running', paused: 'warn', finished: '', aborted: '' };

/** @param {{ match: Match, doc: Doc }} props */
export function State({ match, doc }) {
  const { states, held } = shared();
  const state = stateOf(match) || doc.state;
  return <span class={`badge ${LOOKS[state] ?? ''}`}>{doc.held ? held : wordOf(states, state)}</span>;
}

/** A row a team: its seats as long as they are being taken, its score from then on. @param {{ match: Match, doc: Doc }} props */
function Scores({ match, doc }) {
  const looks = looksOf(doc.teams);
  const scores = scoresOf(match);
  const winner = winnerOf(doc);
  return (
    <ul class="scores">
      {doc.teams.map((team, at) => (
        <li key={at} class={`team-${looks[at]?.slot} ${winner === at ? 'winner' : ''}`}>
          <TeamMark look={looks[at]} />
          <bdi class="teamname">{team.name}</bdi>
          {winner === at && <Icon name="crown" />}
          {isGathering(doc.state) ? <Pips seats={team.seats} /> : <b class="number">{scores[at]}</b>}
        </li>
      ))}
    </ul>
  );
}

/** @param {{ seats: import('../../match/types.js').Seat[] }} props */
function Pips({ seats }) {
  const taken = seats.filter(({ player }) => player).length;
  return (
    <span class="pips" role="img" aria-label={pages().seats(taken, seats.length)}>
      {seats.map(({ player }, at) => (
        <i key={at} class={player ? 'taken' : ''} />
      ))}
    </span>
  );
}

/** @param {Doc} doc @param {string} me */
function lineOf(doc, me) {
  const { list, seats, waiting } = pages();
  const place = (doc.queue ?? []).indexOf(me) + 1;
  if (isOver(doc.state)) return '';
  if (seatOf(doc, me)) return list.mine;
  if (place > 0) return list.queued(place);
  const all = seatsOf(doc);
  const queue = doc.queue?.length ?? 0;
  return [seats(all.filter(({ player }) => player).length, all.length), queue ? waiting(queue) : ''].filter(Boolean).join(' · ');
}

/** What can be done from here: one may sit down, one sits there already, or one looks. @param {Props & { doc: Doc, mine: boolean }} props */
function Deeds(props) {
  const { session, match, doc, mine, plays } = props;
  const { list, nameless, left } = pages();
  const name = doc.name || nameless;
  if (isOver(doc.state))
    return (
      <div class="buttons">
        <a class="button quiet" href={`#match/${doc.id}/result`} aria-label={`${list.result}: ${name}`}>{list.result}</a>
      </div>
    );
  const joins = plays && !session.matches.mine && hasRoom(doc);
  const clock = clockText(clockOf(match, session.now));
  return (
    <div class="buttons">
      {joins && <Join {...props} name={name} />}
      <Look doc={doc} mine={mine} name={name} second={joins} />
      {!isGathering(doc.state) && <span class="clock number">{doc.state === 'countdown' ? list.startsIn(clock) : left(clock)}</span>}
    </div>
  );
}

/** @param {{ doc: Doc, mine: boolean, name: string, second: boolean }} props second: there is something else to do first */
function Look({ doc, mine, name, second }) {
  const { list } = pages();
  const word = mine ? list.goOn : list.look;
  const kind = second ? 'ghost' : 'quiet';
  return (
    <a class={`button ${mine ? '' : kind}`} href={`#match/${doc.id}`} aria-label={`${word}: ${name}`}>
      {word}
    </a>
  );
}

/** A seat that nobody has, or a bot, who gives way. @param {Doc} doc */
const hasRoom = (doc) => isGathering(doc.state) && seatsOf(doc).some(({ player }) => !player || isBot(player));

/** @param {Props & { doc: Doc, name: string }} props */
function Join({ session, router, doc, name }) {
  const { list } = pages();
  const enter = async () => {
    if (await join(session, doc.id)) router.go(`match/${doc.id}`);
  };
  return <button onClick={enter} aria-label={`${list.join}: ${name}`}>{list.join}</button>;
}
