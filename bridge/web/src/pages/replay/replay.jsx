// A match once more: what a running one shows, at any time of it. #replay/ID

import './replay.css';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { Arena } from '../../arena/arena.jsx';
import { Bar } from './bar.jsx';
import { Log, startOf } from '../../stage/log.jsx';
import { Plain } from '../../ui/plain.jsx';
import { Recording } from './recording.js';
import { Scoreboard } from '../../stage/scoreboard.jsx';
import { Squad } from '../../stage/squad.jsx';
import { marksOf, standsOf } from '../../replay/marks.js';
import { press } from './keys.js';
import { refusalText } from '../../words/say.js';
import { robotNames } from '../../stage/names.js';
import { stage } from '../../match/words/stage.js';
import { useHear, useWord } from '../../ui/hooks.js';
import { useMap } from '../../arena/usemap.js';

const FRAME_MS = 50;

/** @param {import('../../app.jsx').PageProps} props */
export default function Replay({ session, rest, router }) {
  const [id] = rest.split('/');
  const recording = useMemo(() => new Recording(id), [id]);
  useEffect(() => {
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    void recording.load(session.credentials, !calm);
    return () => recording.close();
  }, [recording]);
  useWord(recording);
  const { record, refusal } = recording;
  const { replay } = stage();
  if (refusal && record.isEmpty)
    return (
      <Plain icon="matches" title={replay.title} text={refusalText(refusal.code, refusal.message)}>
        <button onClick={() => router.go('matches/past')}>{replay.others}</button>
      </Plain>
    );
  if (record.isEmpty) return <p class="empty" role="status">{replay.loading}</p>;
  return <Stage recording={recording} session={session} />;
}

/** @param {{ recording: Recording, session: import('../../session.js').Session }} props */
function Stage({ recording, session }) {
  const { record, player, projector, isWhole } = recording;
  const { match } = projector;
  const map = useMap(session);
  const [follow, choose] = useState('');
  const [rotated, rotate] = useState(false);
  const now = useShown(recording);
  const marks = useMemo(() => marksOf(record.entries), [record, record.entries.length]);
  const stands = useMemo(() => standsOf(record.entries, record.to), [record, record.entries.length, record.to]);
  const seek = useMemo(() => (/** @type {number} */ at) => player.seek(at, performance.now()), [player]);
  useKeys((event) => press(event, player, marks, performance.now()));
  const wish = useMemo(() => ({ mode: /** @type {'all' | 'follow'} */ (follow ? 'follow' : 'all'), rotated, turnable: true }), [follow, rotated]);
  const { replay, arena } = stage();
  const doc = match.doc;
  return (
    <div class="replay">
      <h1>
        <bdi>{doc?.name || recording.id}</bdi> <small>{replay.title}</small>
      </h1>
      <Scoreboard match={match} clock={projector.clock} />
      <div class="view">
        <Arena feed={projector.feed} label={arena} map={map} wish={wish} follow={follow} names={robotNames(doc)} />
        {follow && (
          <div class="lens">
            <button class="quiet small" aria-pressed={rotated} onClick={() => rotate(!rotated)}>{replay.rotate}</button>
            <button class="quiet small" onClick={() => choose('')}>{replay.whole}</button>
          </div>
        )}
      </div>
      <Bar {...{ player, record, marks, stands, now }} />
      {!isWhole && <p class="hint" role="status">{replay.loading}</p>}
      {record.isCut && <p class="hint">{replay.cut}</p>}
      <div class="squads" role="group" aria-label={replay.follow}>
        {(doc?.teams ?? []).map((_, team) => <Squad key={team} match={match} team={team} follow={follow} onFollow={choose} />)}
      </div>
      <section class="panel logs">
        <h2>{stage().log}</h2>
        <Log entries={match.log.entries} doc={doc} start={startOf(record.entries)} onTime={seek} />
      </section>
    </div>
  );
}

/** The moment is projected twenty times a second while it plays, at once when it jumped. @param {Recording} recording @returns {number} now */
function useShown(recording) {
  const { projector, player } = recording;
  const show = () => projector.show(performance.now());
  useHear(player, 'changed', show);
  useHear(recording, 'changed', show);
  useEffect(() => {
    show();
    const timer = setInterval(() => player.playing && show(), FRAME_MS);
    return () => clearInterval(timer);
  }, [recording]);
  useWord(projector.match);
  useWord(player);
  return performance.now();
}

/** @param {(event: KeyboardEvent) => void} hear */
function useKeys(hear) {
  const page = useMemo(() => ({ hear }), []);
  page.hear = hear;
  useEffect(() => {
    const listen = (/** @type {KeyboardEvent} */ event) => page.hear(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
