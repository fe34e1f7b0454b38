// Making a match: a kind to begin with, teams, the few rules that matter, all the others below. What the
// person has changed stays when another kind is chosen, as far as it is a name.

import { useEffect, useRef, useState } from 'preact/hooks';
import './create.css';
import { create, join } from '../../match/deeds.js';
import { readRules } from '../../match/http.js';
import { pages } from '../../match/words/pages.js';
import { PRESETS, faultsOf, isGood, robotsOf, seatsIn, wishOf } from '../../match/wish.js';
import { kindOf } from '../../match/view.js';
import { isFree } from '../robots/view.js';
import { Field, Switch } from '../../ui/field.jsx';
import { Icon } from '../../ui/icons.jsx';
import { useBeat } from '../../ui/hooks.js';
import { AllRules, FirstRules } from './rules.jsx';
import { Teams } from './teams.jsx';

/** @typedef {import('../../match/wish.js').Wish} Wish */
/** @typedef {import('../../match/wish.js').Preset} Preset */
/** @typedef {import('../../match/types.js').Rule} Rule */

const PRESET_NAMES = /** @type {Preset[]} */ (Object.keys(PRESETS));

/** @param {Preset} preset @param {string} who */
const fresh = (preset, who) => wishOf(preset, { name: pages().create.names[preset](who), teams: pages().create.teamNames });

/** @param {import('../../session.js').Session} session @returns {Rule[] | null} null: not there yet; []: they cannot be read */
function useRules(session) {
  const [rules, keep] = useState(/** @type {Rule[] | null} */ (null));
  useEffect(() => {
    readRules(session.credentials).then(keep, () => keep([]));
  }, [session]);
  return rules;
}

/** @param {import('../../app.jsx').PageProps} props */
export function Create({ session, router }) {
  const { create: c } = pages();
  const { name: who, principal } = session.credentials;
  const rules = useRules(session);
  const [wish, draw] = useState(() => fresh('duel', who));
  const latest = useRef(wish);
  /** @param {Wish} next what Enter in a field changes, and sends in the same breath, is sent changed */
  const change = (next) => {
    latest.current = next;
    draw(next);
  };
  const [plays, play] = useState(kindOf(principal) === 'player' && !session.matches.mine);
  const [busy, work] = useState(false);
  const [tried, attempt] = useState(false);

  /** @param {SubmitEvent} event */
  async function submit(event) {
    event.preventDefault();
    attempt(true);
    if (!isGood(latest.current)) return;
    work(true);
    const match = await create(session, latest.current);
    if (match && plays) await join(session, match);
    work(false);
    if (match) router.go(`match/${match}`);
  }

  const faults = faultsOf(wish);
  return (
    <form class="create" onSubmit={submit} noValidate>
      <div class="title">
        <a class="matchback" href="#matches">
          <Icon name="left" />
          {c.back}
        </a>
        <h1>{c.title}</h1>
      </div>
      <Presets value={wish.preset} choose={(preset) => change(keepNames(wish, fresh(preset, who), who))} />
      <div class="formcolumns">
        <section class="panel form">
          <Field label={c.name} error={tried && faults.name ? c.faults.name : ''}>
            {(its) => <input {...its} value={wish.name} maxLength={64} autocomplete="off" onInput={(event) => change({ ...wish, name: event.currentTarget.value })} />}
          </Field>
          <Teams {...{ wish, change, faults }} shown={tried} />
          <Switch label={c.play} hint={c.playHint} checked={plays} onChange={play} />
        </section>
        <section class="panel form">
          <h2>{c.rules}</h2>
          {rules?.length === 0 && <p role="status">{c.noRules}</p>}
          {rules && <FirstRules {...{ rules, wish, change }} />}
        </section>
      </div>
      {rules && rules.length > 0 && <AllRules {...{ rules, wish, change }} />}
      <Summary {...{ session, wish, busy }} fault={faults.seats ? c.faults.seats : ''} />
    </form>
  );
}

/**
 * The new kind, with the names that were given to the one before.
 * @param {Wish} before @param {Wish} next @param {string} who @returns {Wish}
 */
function keepNames(before, next, who) {
  const given = before.name !== fresh(before.preset, who).name;
  return {
    ...next,
    name: given ? before.name : next.name,
    teams: next.teams.map((team, at) => ({ ...team, name: before.teams[at]?.name || team.name })),
  };
}

/** @param {{ value: Preset, choose: (preset: Preset) => void }} props */
function Presets({ value, choose }) {
  const { create: c } = pages();
  return (
    <fieldset class="presets" aria-label={c.presets}>
      {PRESET_NAMES.map((preset) => (
        <label key={preset}>
          <input type="radio" name="preset" checked={preset === value} onChange={() => choose(preset)} />
          <span>
            <Sketch seats={PRESETS[preset].seats} robots={PRESETS[preset].rules.robots_per_seat ?? 1} />
            <b>{c.preset[preset].name}</b>
            <small>{c.preset[preset].text}</small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** Who stands against whom: a dot a robot, a colour a team. @param {{ seats: number[], robots: number }} props */
function Sketch({ seats, robots }) {
  return (
    <span class="sketch" aria-hidden="true">
      {seats.map((count, team) => (
        <span key={team} class={`team-${team}`}>
          {Array.from({ length: count * robots }, (_, at) => (
            <i key={at} />
          ))}
        </span>
      ))}
    </span>
  );
}

/** @param {{ session: import('../../session.js').Session, wish: Wish, busy: boolean, fault: string }} props */
function Summary({ session, wish, busy, fault }) {
  useBeat(1000);
  const { create: c } = pages();
  const robots = robotsOf(wish);
  const free = session.robots.list().filter(isFree).length;
  return (
    <div class="summary">
      <div>
        <b>{c.summary(wish.teams.length, seatsIn(wish.teams), robots)}</b>
        {fault ? (
          <p class="wrong" role="alert">{fault}</p>
        ) : (
          robots > free && <p class="few">{c.tooFew(robots, free)}</p>
        )}
      </div>
      <button disabled={busy}>{busy ? c.creating : c.create}</button>
    </div>
  );
}
