// A labelled input with a hint, and with its error beside it, where it is read out with it.

import { useId } from 'preact/hooks';
import { Icon } from './icons.jsx';

/**
 * @param {{ label: string, hint?: string, error?: string,
 *   children: (its: { id: string, 'aria-describedby'?: string, 'aria-invalid'?: 'true' }) => any }} props
 *   children: draws the input with the members it is given
 */
export function Field({ label, hint = '', error = '', children }) {
  const id = useId();
  const its = {
    id,
    'aria-describedby': hint || error ? `${id}-about` : undefined,
    'aria-invalid': error ? /** @type {const} */ ('true') : undefined,
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children(its)}
      <div id={`${id}-about`} hidden={!hint && !error}>
        {error ? (
          <div class="error" role="alert">
            <Icon name="alert" />
            <span>{error}</span>
          </div>
        ) : (
          <div class="hint">{hint}</div>
        )}
      </div>
    </div>
  );
}

/** @param {{ label: string, hint?: string, checked: boolean, onChange: (checked: boolean) => void }} props */
export function Switch({ label, hint, checked, onChange }) {
  return (
    <label class="switch">
      <span>
        {label}
        {hint && <small class="hint">{hint}</small>}
      </span>
      <input type="checkbox" role="switch" checked={checked} onChange={(event) => onChange(event.currentTarget.checked)} />
    </label>
  );
}
