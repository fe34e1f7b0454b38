// The bodies of robots, a shape for each slot of teams.js, looking up, about 1 in radius: one text
// for the canvas (Path2D) and for pictures in the page (svg).

export const BODIES = Object.freeze([
  'M-.86-.58Q-.86-.88-.56-.88H.56Q.86-.88.86-.58V.58Q.86.88.56.88H-.56Q-.86.88-.86.58Z',
  'M0-.96A.96.96 0 1 1 0 .96A.96.96 0 1 1 0-.96Z',
  'M0-1.12Q.2-1.12.3-.9L1.02.48Q1.14.86.76.86H-.76Q-1.14.86-1.02.48L-.3-.9Q-.2-1.12 0-1.12Z',
  'M-.52-.92H.52L1.04 0L.52.92H-.52L-1.04 0Z',
]);
/** Of a robot without a team. */
export const BODY = 'M0-.8A.8.8 0 1 1 0 .8A.8.8 0 1 1 0-.8Z';
export const BARREL = 'M-.17-.7V-1.5Q-.17-1.64 0-1.64Q.17-1.64.17-1.5V-.7Z';
