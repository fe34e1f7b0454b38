// The teams of a match that is being made: names and seats.

import { looksOf } from '../../arena/teams.js';
import { TeamMark } from '../../arena/mark.jsx';
import { pages } from '../../match/words/pages.js';
import { SEATS_MOST, TEAMS_LEAST, TEAMS_MOST, changeTeam, withTeam, withoutTeam } from '../../match/wish.js';
import { Icon } from '../../ui/icons.jsx';

/** @typedef {import('../../match/wish.js').Wish} Wish */

/** @param {{ wish: Wish, change: (wish: Wish) => void, faults: { teams: boolean[] }, shown: boolean }} props shown: what is wrong is said */
export function Teams({ wish, change, faults, shown }) {
  const { create: c } = pages();
  const looks = looksOf(wish.teams);
  const wrong = shown && faults.teams.includes(true);
  return (
    <fieldset class="teamform">
      <legend>{c.teams}</legend>
      {wish.teams.map((team, at) => (
        <div key={at} class="teamrow">
          <TeamMark look={looks[at]} />
          <input
            aria-label={c.teamName(at + 1)}
            aria-invalid={shown && faults.teams[at] ? 'true' : undefined}
            aria-describedby={wrong ? 'teams-fault' : undefined}
            value={team.name}
            maxLength={31}
            autocomplete="off"
            onInput={(event) => change(changeTeam(wish, at, { name: event.currentTarget.value }))}
          />
          <Stepper label={c.seatsOf(team.name)} value={team.seats} least={1} most={SEATS_MOST} onChange={(seats) => change(changeTeam(wish, at, { seats }))} />
          {wish.teams.length > TEAMS_LEAST && (
            <button type="button" class="ghost icon small" aria-label={c.removeTeam(team.name)} onClick={() => change(withoutTeam(wish, at))}>
              <Icon name="close" />
            </button>
          )}
        </div>
      ))}
      {wrong && <p class="wrong" id="teams-fault" role="alert">{c.faults.team}</p>}
      {wish.teams.length < TEAMS_MOST && (
        <button type="button" class="ghost small addteam" onClick={() => change(withTeam(wish, c.teamNames))}>
          <Icon name="plus" />
          {c.addTeam}
        </button>
      )}
    </fieldset>
  );
}

/** @param {{ label: string, value: number, least: number, most: number, onChange: (value: number) => void }} props */
function Stepper({ label, value, least, most, onChange }) {
  const { create: c } = pages();
  return (
    <span class="stepper" role="group" aria-label={label}>
      <button type="button" class="quiet icon small" aria-label={c.fewer(label)} disabled={value <= least} onClick={() => onChange(value - 1)}>
        <Icon name="minus" />
      </button>
      <output class="number">{value}</output>
      <button type="button" class="quiet icon small" aria-label={c.more(label)} disabled={value >= most} onClick={() => onChange(value + 1)}>
        <Icon name="plus" />
      </button>
    </span>
  );
}
