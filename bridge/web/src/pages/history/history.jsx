// What robots measured: several of them over one another, stored and live.

import 'uplot/dist/uPlot.min.css';
import './history.css';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Bar } from './bar.jsx';
import { Board } from './board.js';
import { Export } from './export.jsx';
import { Fields, Robots } from './chooser.jsx';
import { History } from '../../history/history.js';
import { Plot } from './plot.jsx';
import { addressOf, placeFrom } from '../../history/address.js';
import { refusalText } from '../../words/say.js';
import { useBeat, useWord } from '../../ui/hooks.js';
import { w } from '../../words/index.js';

const BEAT_MS = 1000;
const SAID_MS = 300;
const PLOTS = 8; // as many are shown before somebody chooses

/** @param {import('../../app.jsx').PageProps} props */
export default function HistoryPage({ session, router, rest }) {
  const [board, hang] = useState(/** @type {Board | null} */ (null));
  useEffect(() => {
    const made = new Board(new History(session));
    hang(made);
    return () => {
      made.close();
      made.history.close();
    };
  }, [session]);
  return board && <Shown {...{ board, router, rest }} />;
}

/** @param {{ board: Board, router: import('../../router.js').Router, rest: string }} props */
function Shown({ board, router, rest }) {
  const { history } = board;
  const [wished, wish] = useState(/** @type {string[] | null} */ (null));
  const slots = useSlots(history.robots);
  useWord(history);
  useBeat(BEAT_MS);
  useAddress(board, router, rest, [wished, wish]);
  const known = history.fields();
  const chosen = wished ?? firstOf(known);
  const fields = known.filter(({ field }) => chosen.includes(field));
  return (
    <section class="history">
      <div class="title">
        <h1>{w.history.title}</h1>
      </div>
      <Robots history={history} slots={slots} choose={(robots) => history.choose(robots)} />
      <Fields fields={known} chosen={chosen} choose={wish} />
      <Bar board={board} showAll={useAll(history)}>
        <Export history={history} fields={fields} />
      </Bar>
      <Troubles history={history} />
      <div class="plots">
        {fields.map(({ field, unit, robots }) => (
          <Plot
            key={JSON.stringify([field, unit])}
            board={board}
            shown={{ field, unit, lines: robots.map((robot) => ({ robot, slot: slots.get(robot) ?? 0 })) }}
          />
        ))}
      </div>
      {history.robots.length === 0 && <p class="empty">{w.history.none}</p>}
      {history.robots.length > 0 && fields.length === 0 && <p class="empty">{w.history.noFields}</p>}
      <p class="hint">{w.history.hint}</p>
    </section>
  );
}

/** What the cards declare. @param {ReturnType<History['fields']>} known */
function firstOf(known) {
  const declared = known.filter((entry) => entry.declared);
  const names = (declared.length ? declared : known).map(({ field }) => field);
  return [...new Set(names)].slice(0, PLOTS);
}

/** A robot keeps its colour as long as it is shown. @param {string[]} robots @returns {Map<string, number>} */
function useSlots(robots) {
  const slots = useRef(/** @type {Map<string, number>} */ (new Map())).current;
  for (const robot of [...slots.keys()]) if (!robots.includes(robot)) slots.delete(robot);
  for (const robot of robots) {
    const taken = new Set(slots.values());
    if (!slots.has(robot)) slots.set(robot, [0, 1, 2, 3, 4, 5, 6, 7].find((slot) => !taken.has(slot)) ?? 0);
  }
  return slots;
}

/** @param {History} history @returns {() => void} */
function useAll(history) {
  const abort = useRef(/** @type {AbortController | null} */ (null));
  useEffect(() => () => abort.current?.abort(), [history]);
  return () => {
    abort.current?.abort();
    abort.current = new AbortController();
    history.showAll(abort.current.signal).catch(() => {}); // a refusal is said where the plots ask
  };
}

/**
 * Keeps the address and what is shown the same: who comes by a link sees what it says, and what is
 * changed here is written there a moment later.
 * @param {Board} board @param {import('../../router.js').Router} router @param {string} rest
 * @param {[string[] | null, (fields: string[] | null) => void]} wished
 */
function useAddress(board, router, rest, [fields, wish]) {
  const { history } = board;
  const said = useRef('');
  useEffect(() => {
    if (rest === said.current && rest) return;
    const place = placeFrom(rest);
    history.choose(place.robots);
    history.show(place.view);
    wish(place.fields);
  }, [history, rest]);
  useDefault(history, rest);
  const { robots, view } = history;
  useEffect(() => {
    const timer = setTimeout(() => {
      if (router.route.page !== 'history' || robots.length === 0) return;
      const address = addressOf({ robots, fields, view });
      said.current = decodeURIComponent(address.slice('history/'.length));
      if (said.current !== router.route.rest) router.replace(address);
    }, SAID_MS);
    return () => clearTimeout(timer);
  }, [robots, view, fields]);
}

/** Without a word about robots: the one that is driven, else the first. @param {History} history @param {string} rest */
function useDefault(history, rest) {
  const { session } = history;
  const first = session.driver?.robot ?? session.robots.list()[0]?.id;
  useEffect(() => {
    if (!rest && history.robots.length === 0 && first) history.choose([first]);
  }, [history, rest, first]);
}

/** What could not be fetched. @param {{ history: History }} props */
function Troubles({ history }) {
  const troubles = history.robots.flatMap((robot) => {
    const { state, code } = history.past(robot);
    if (state === 'again') return [w.history.again(history.nameOf(robot))];
    return state === 'refused' ? [`${history.nameOf(robot)}: ${refusalText(code, '')}`] : [];
  });
  return (
    <p class="troubles" role="status" hidden={troubles.length === 0}>
      {troubles.join(' ')}
    </p>
  );
}
