// What fills the driving view behind everything else.
//
// This is the one slot for a picture: whoever has one (a video element that fills its parent) is
// returned from here instead, and nothing around it changes. Displays and sticks lie over the scene
// and depend on nothing in it; it takes no pointer events but its own buttons'. While there is no
// picture it is drawn: from above where the robot says its pose, else as instruments.

import { Instruments } from './instruments.jsx';
import { TopView } from './topview.jsx';

/** @param {{ session: import('../../session.js').Session, robot: string, mixer: import('../../input/mixer.js').Mixer }} props */
export function Scene({ session, robot, mixer }) {
  const pose = session.robots.statuses.get(robot)?.status?.pose;
  return (
    <div class="scene">
      {pose ? <TopView session={session} robot={robot} /> : <Instruments session={session} robot={robot} mixer={mixer} />}
    </div>
  );
}
