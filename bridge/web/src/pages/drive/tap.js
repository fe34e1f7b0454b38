// Buttons under several thumbs. A browser makes a click only of a lone finger: with a thumb on a
// stick, no other finger ever clicks. So these buttons listen to the fingers themselves, and take
// from clicks only what no finger made (the keyboard, assistive technology).

const WANDER_PX = 14;

/** @param {() => void} deed done as soon as it is touched: for stopping */
export const touching = (deed) => ({
  onPointerDown: (/** @type {PointerEvent} */ event) => event.button === 0 && deed(),
  onClick: (/** @type {MouseEvent} */ event) => event.detail === 0 && deed(),
});

/** @type {Map<number, { target: EventTarget | null, x: number, y: number }>} fingers that are down */
const down = new Map();

/** @param {() => void} deed done when the finger that came down on it goes up there; not when it scrolls */
export const tapping = (deed) => ({
  onPointerDown: (/** @type {PointerEvent} */ { pointerId, button, currentTarget, clientX, clientY }) =>
    button === 0 && down.set(pointerId, { target: currentTarget, x: clientX, y: clientY }),
  onPointerUp: (/** @type {PointerEvent} */ { pointerId, currentTarget, clientX, clientY }) => {
    const began = down.get(pointerId);
    down.delete(pointerId);
    if (began && began.target === currentTarget && Math.hypot(clientX - began.x, clientY - began.y) <= WANDER_PX) deed();
  },
  onPointerCancel: (/** @type {PointerEvent} */ { pointerId }) => down.delete(pointerId),
  onClick: (/** @type {MouseEvent} */ event) => event.detail === 0 && deed(),
});
