// Small pictures, drawn with the colour of the text around them. None says what its text does not.

const PATHS = {
  back: 'M15 5l-7 7 7 7',
  gear: 'M12 9a3 3 0 100 6 3 3 0 000-6zM12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.2 2.2M16.2 16.2l2.2 2.2M5.6 18.4l2.2-2.2M16.2 7.8l2.2-2.2',
  full: 'M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5',
  small: 'M9 4v5H4M15 4v5h5M9 20v-5H4M15 20v-5h5',
  gauge: 'M4 18a9 9 0 1116 0M12 14l4-5',
  grid: 'M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h6v6h-6z',
  close: 'M6 6l12 12M18 6L6 18',
  compass: 'M12 3a9 9 0 100 18 9 9 0 000-18zM15 9l-2 4-4 2 2-4z',
  trip: 'M4 8h13l-3-3M20 16H7l3 3',
  loss: 'M5 19l14-14M5 12h3M11 12h3M17 12h2',
  up: 'M6 15l6-6 6 6',
  down: 'M6 9l6 6 6-6',
  left: 'M9 5a8 8 0 11-4 8M9 5L5 5M9 5v4',
  right: 'M15 5a8 8 0 104 8M15 5h4M15 5v4',
};

/** @param {{ name: keyof typeof PATHS }} props */
export const Icon = ({ name }) => (
  <svg class="icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
    <path d={PATHS[name]} />
  </svg>
);

/** @param {{ percent: number }} props a battery that full */
export const Battery = ({ percent }) => (
  <svg class="icon" viewBox="0 0 28 16" width="26" height="15" aria-hidden="true">
    <rect x="1" y="2" width="22" height="12" rx="3" />
    <path d="M26 6v4" />
    <rect class="fill" x="3.2" y="4.2" width={(17.6 * Math.min(100, Math.max(0, percent))) / 100} height="7.6" rx="1.4" />
  </svg>
);

/** @param {{ percent: number }} props four bars */
export const Signal = ({ percent }) => (
  <svg class="icon" viewBox="0 0 20 16" width="19" height="15" aria-hidden="true">
    {[0, 1, 2, 3].map((bar) => (
      <rect key={bar} class={percent > bar * 25 + 5 ? 'fill' : 'hollow'} x={1 + bar * 5} y={11 - bar * 3} width="3" height={4 + bar * 3} rx="1" />
    ))}
  </svg>
);
