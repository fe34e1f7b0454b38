// One of a few: radio buttons that look like a switch of several positions.

import { useId } from 'preact/hooks';

/**
 * @template {string} T
 * @param {{ label: string, options: readonly (readonly [value: T, word: string])[], value: T,
 *   onChange: (value: T) => void, wide?: boolean }} props the label is read out, not drawn
 */
export function Segmented({ label, options, value, onChange, wide = false }) {
  const name = useId();
  return (
    <fieldset class={`segmented ${wide ? 'wide' : ''}`} aria-label={label}>
      {options.map(([option, word]) => (
        <label key={option}>
          <input type="radio" name={name} checked={option === value} onChange={() => onChange(option)} />
          <span>{word}</span>
        </label>
      ))}
    </fieldset>
  );
}
