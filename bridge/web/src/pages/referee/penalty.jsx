// A penalty: how much of its speed a robot keeps, and for how long.

import { useState } from 'preact/hooks';
import { Dialog } from '../../ui/dialog.jsx';
import { Segmented } from '../../ui/segmented.jsx';
import { stage } from '../../match/words/stage.js';

const LIMITS = ['0', '25', '50', '75'];
const SECONDS = ['5', '10', '30', '60', '0'];

/** @param {{ robot: string, onChoose: (value: number, ms: number) => void, onClose: () => void }} props */
export function Penalty({ robot, onChoose, onClose }) {
  const { referee } = stage();
  const [limit, setLimit] = useState('50');
  const [seconds, setSeconds] = useState('10');
  const impose = () => {
    onChoose(Number(limit), Number(seconds) * 1000);
    onClose();
  };
  return (
    <Dialog title={referee.penaltyTitle(robot)} onClose={onClose}>
      <p class="label">{referee.speedLeft}</p>
      <Segmented wide label={referee.speedLeft} value={limit} onChange={setLimit} options={LIMITS.map((value) => /** @type {const} */ ([value, `${value}\u00a0%`]))} />
      <p class="label">{referee.forHowLong}</p>
      <Segmented
        wide label={referee.forHowLong} value={seconds} onChange={setSeconds}
        options={SECONDS.map((value) => /** @type {const} */ ([value, value === '0' ? referee.untilEnd : `${value}\u00a0s`]))}
      />
      <div class="buttons">
        <button class="quiet" onClick={onClose}>{referee.cancel}</button>
        <button onClick={impose}>{referee.impose}</button>
      </div>
    </Dialog>
  );
}
