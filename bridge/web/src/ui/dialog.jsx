// A native dialog: the browser keeps the focus inside it, closes it with Escape and puts the focus
// back where it was.

import { useEffect, useId, useRef } from 'preact/hooks';

/**
 * Shown as long as it is drawn.
 * @param {{ title: string, onClose: () => void, wide?: boolean, children?: any }} props
 */
export function Dialog({ title, onClose, wide = false, children }) {
  const element = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const id = useId();
  useEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={element}
      class={`dialog ${wide ? 'wide' : ''}`}
      aria-labelledby={id}
      onClose={onClose}
      onKeyDown={(event) => event.stopPropagation()}
      onClick={(event) => event.target === event.currentTarget && onClose()}
    >
      <h2 id={id}>{title}</h2>
      {children}
    </dialog>
  );
}
