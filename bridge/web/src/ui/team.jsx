// A team's mark: its colour and a shape of its own, for eyes that do not tell the colours apart.

/** Shapes in the order of teams. */
const SHAPES = ['M12 3.5 20.5 12 12 20.5 3.5 12z', 'M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16z', 'M12 4l9 15.5H3z', 'M4.5 4.5h15v15h-15z'];

/** @param {{ team: number, hue: import('../match/view.js').Hue }} props beside the team's name, as it says nothing aloud */
export function TeamMark({ team, hue }) {
  return (
    <svg class={`teammark hue-${hue}`} viewBox="0 0 24 24" width="1em" height="1em" aria-hidden="true" focusable="false">
      <path d={SHAPES[team % SHAPES.length]} fill="var(--team-fill)" />
    </svg>
  );
}
