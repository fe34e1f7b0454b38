import { Dialog } from '../../ui/dialog.jsx';
import { stage } from '../../match/words/stage.js';

/**
 * One of several robots.
 * @param {{ title: string, options: string[], none: string, onChoose: (robot: string) => void, onClose: () => void }} props
 *   none: what choosing none of them means, "" = it cannot be
 */
export function Choose({ title, options, none, onChoose, onClose }) {
  const choose = (/** @type {string} */ robot) => {
    onChoose(robot);
    onClose();
  };
  return (
    <Dialog title={title} onClose={onClose}>
      {options.length === 0 && <p>{stage().referee.noFree}</p>}
      <div class="buttons choices">
        {none && (
          <button class="quiet" onClick={() => choose('')}>
            {none}
          </button>
        )}
        {options.map((robot) => (
          <button key={robot} class="quiet" onClick={() => choose(robot)}>
            {robot}
          </button>
        ))}
      </div>
    </Dialog>
  );
}
