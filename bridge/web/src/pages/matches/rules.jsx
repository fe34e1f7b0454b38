// The rules as a form, made from what the arena says there is: each with its range and its unit.

import { useId, useState } from 'preact/hooks';
import { FIRST, POSITIONS, controlOf, groupsOf, positionOf, ruleWords, valueAt, valueText } from '../../match/rules.js';
import { pages } from '../../match/words/pages.js';
import { Switch } from '../../ui/field.jsx';
import { Icon } from '../../ui/icons.jsx';
import { Segmented } from '../../ui/segmented.jsx';

/** @typedef {import('../../match/types.js').Rule} Rule */
/** @typedef {import('../../match/wish.js').Wish} Wish */
/** @typedef {{ rules: Rule[], wish: Wish, change: (wish: Wish) => void }} Props */

/** @param {Wish} wish @param {Rule} rule */
const valueOf = (wish, rule) => wish.rules[rule.name] ?? rule.default;

/** What is as the standard is not said. @param {Wish} wish @param {Rule} rule @param {number} value @returns {Wish} */
function withRule(wish, rule, value) {
  const rules = { ...wish.rules, [rule.name]: value };
  if (value === rule.default) delete rules[rule.name];
  return { ...wish, rules };
}

/** @param {Props} props */
export function FirstRules({ rules, wish, change }) {
  return (
    <>
      {FIRST.flatMap((name) => rules.find((rule) => rule.name === name) ?? []).map((rule) => (
        <OneRule key={rule.name} rule={rule} value={valueOf(wish, rule)} set={(value) => change(withRule(wish, rule, value))} />
      ))}
    </>
  );
}

/** @param {Props} props */
export function AllRules({ rules, wish, change }) {
  const { create: c, groups: names } = pages();
  const groups = groupsOf(rules);
  const own = groups.flatMap((group) => group.rules).filter((rule) => valueOf(wish, rule) !== rule.default);
  return (
    <details class="panel allrules">
      <summary>
        <h2>{c.allRules}</h2>
        {own.length > 0 && <span class="fact">{c.changed(own.length)}</span>}
        <Icon name="right" />
      </summary>
      <div class="groups">
        {groups.map((group) => (
          <section key={group.group}>
            <h3>{names[group.group]}</h3>
            {group.rules.map((rule) => (
              <OneRule key={rule.name} rule={rule} value={valueOf(wish, rule)} set={(value) => change(withRule(wish, rule, value))} />
            ))}
          </section>
        ))}
      </div>
      {own.length > 0 && (
        <button type="button" class="quiet small" onClick={() => change(own.reduce((all, rule) => withRule(all, rule, rule.default), wish))}>
          {c.standard}
        </button>
      )}
    </details>
  );
}

/** @typedef {{ rule: Rule, value: number, set: (value: number) => void }} RuleProps `value` as on the wire */

/** @param {RuleProps} props */
function OneRule(props) {
  const { rule, value, set } = props;
  const { how } = controlOf(rule);
  const { label, hint } = ruleWords(rule.name);
  if (how === 'switch') return <Switch label={label} hint={hint} checked={value === 1} onChange={(on) => set(Number(on))} />;
  if (how === 'words') return <Words {...props} {...{ label, hint }} />;
  return <Amount {...props} {...{ label, hint }} />;
}

/** @param {RuleProps & { label: string, hint: string }} props */
function Words({ rule, value, set, label, hint }) {
  const options = Array.from({ length: rule.most - rule.least + 1 }, (_, at) => {
    const one = rule.least + at;
    return /** @type {const} */ ([String(one), valueText(rule, one)]);
  });
  return (
    <div class="rule">
      <span class="label">{label}</span>
      <Segmented wide label={label} options={options} value={String(value)} onChange={(chosen) => set(Number(chosen))} />
      {hint && <small class="hint">{hint}</small>}
    </div>
  );
}

/** Minutes, "no limit": what the number beside it does not say. @param {Rule} rule @param {number} value */
function saidOtherwise(rule, value) {
  const text = valueText(rule, value);
  return parseFloat(text) === value / controlOf(rule).factor ? '' : text;
}

/** @param {RuleProps & { label: string, hint: string }} props */
function Amount({ rule, value, set, label, hint }) {
  const id = useId();
  const control = controlOf(rule);
  const { factor } = control;
  /** @param {number} number in the control's unit */
  const take = (number) => set(Math.max(rule.least, Math.min(rule.most, Math.round(number * factor))));
  return (
    <div class="rule">
      <label class="label" for={id}>{label}</label>
      <span class="saidas" aria-hidden="true">{saidOtherwise(rule, value)}</span>
      <input
        type="range"
        id={id}
        min={0}
        max={POSITIONS}
        value={positionOf(control, value / factor)}
        aria-valuetext={valueText(rule, value)}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onInput={(event) => take(valueAt(control, Number(event.currentTarget.value)))}
      />
      <Exact label={label} control={control} value={value / factor} take={take} />
      {hint && <small class="hint" id={`${id}-hint`}>{hint}</small>}
    </div>
  );
}

/**
 * The number itself. What is being typed stands until it is done: only then it counts, and the page may be
 * drawn again meanwhile.
 * @param {{ label: string, control: import('../../match/rules.js').Control, value: number, take: (number: number) => void }} props
 */
function Exact({ label, control, value, take }) {
  const [typed, type] = useState(/** @type {string | null} */ (null));
  const { factor, least, most, unit } = control;
  const done = () => {
    if (typed) take(Number(typed));
    type(null);
  };
  return (
    <span class="exact">
      <input
        type="number"
        aria-label={unit ? `${label} (${unit})` : label}
        min={least}
        max={most}
        step={factor === 1000 ? 0.1 : 1}
        value={typed ?? value}
        onInput={(event) => type(event.currentTarget.value)}
        onChange={done}
        onBlur={done}
      />
      {unit && <span aria-hidden="true">{unit}</span>}
    </span>
  );
}
