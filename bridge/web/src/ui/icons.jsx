// The page's pictures: strokes on a grid of 24, in the colour of the text around them. They never
// stand for a word alone: whoever draws one beside no text gives its button an aria-label.

/** @type {Record<string, string>} */
const PATHS = {
  robots: 'M4.5 10.5a3 3 0 0 1 3-3h9a3 3 0 0 1 3 3v5a3 3 0 0 1-3 3h-9a3 3 0 0 1-3-3zM12 7.5V4M9 12.5v1M15 12.5v1M2.5 12v2.5M21.5 12v2.5',
  matches: 'M7.5 4h9v5.5a4.5 4.5 0 0 1-9 0zM7.5 5.5H4v1.5A3.5 3.5 0 0 0 7.5 10.5M16.5 5.5H20v1.5a3.5 3.5 0 0 1-3.5 3.5M12 14v3.5M8 20.5h8M9.5 20.5c0-2 1-3 2.5-3s2.5 1 2.5 3',
  drive: 'M12 3v5M12 16v5M3 12h5M16 12h5M9.5 5.5 12 3l2.5 2.5M9.5 18.5 12 21l2.5-2.5M5.5 9.5 3 12l2.5 2.5M18.5 9.5 21 12l-2.5 2.5',
  history: 'M4 4v13a3 3 0 0 0 3 3h13M8 14.5l3.5-4.5 3 2.5L19.5 6.5',
  operator: 'M12 3l7.5 3v5.5c0 4.6-3.1 7.9-7.5 9.5-4.4-1.6-7.5-4.9-7.5-9.5V6zM9 12l2.2 2.2L15.2 10',
  settings: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 4.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5zM9 14.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5z',
  leave: 'M10 4H7a3 3 0 0 0-3 3v10a3 3 0 0 0 3 3h3M15 8l4 4-4 4M19 12H9.5',
  close: 'M6.5 6.5l11 11M17.5 6.5l-11 11',
  alert: 'M12 8v5M12 16.3v.2M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17z',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  signal: 'M5 19v-3M10 19v-6.5M15 19V9M20 19V5',
  speed: 'M4.5 17.5a9 9 0 1 1 15 0M12 14.5l4-5',
  person: 'M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM4.5 20c.8-3.6 3.8-5.5 7.5-5.5s6.7 1.9 7.5 5.5',
  queue: 'M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17zM12 7.5V12l3 2',
  search: 'M11 4.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM16 16l4 4',
  stop: 'M8.5 3.5h7l5 5v7l-5 5h-7l-5-5v-7zM9 12h6',
  language: 'M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17zM3.5 12h17M12 3.5c2.5 2.4 3.6 5.2 3.6 8.5s-1.1 6.1-3.6 8.5c-2.5-2.4-3.6-5.2-3.6-8.5s1.1-6.1 3.6-8.5z',
  copy: 'M9 9h8.5A2.5 2.5 0 0 1 20 11.5V18a2.5 2.5 0 0 1-2.5 2.5H11A2.5 2.5 0 0 1 8.5 18V9.5zM15 5.5A2.5 2.5 0 0 0 12.5 3.5H6.5A2.5 2.5 0 0 0 4 6v6.5A2.5 2.5 0 0 0 5.5 15',
  left: 'M14.5 5.5 8 12l6.5 6.5',
  right: 'M9.5 5.5 16 12l-6.5 6.5',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  box: 'M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M9 9h6v6H9z',
  clock: 'M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17zM12 7.5V12l3 2',
  crown: 'M4 17.5 3 8l5 3.5L12 5l4 6.5L21 8l-1 9.5z',
  flag: 'M6 21V4M6 4.5c4-2 8 2 12.5 0v8.5c-4.5 2-8.5-2-12.5 0',
  hit: 'M12 6a6 6 0 1 1 0 12 6 6 0 0 1 0-12zM12 2.5v5M12 16.5v5M2.5 12h5M16.5 12h5',
  play: 'M8 5.5v13l10.5-6.5z',
  share: 'M12 15V4M8 7.5 12 3.5l4 4M5 12.5v5A2.5 2.5 0 0 0 7.5 20h9a2.5 2.5 0 0 0 2.5-2.5v-5',
  bolt: 'M13 3 5 13.5h6L10.5 21 19 10h-6.5z',
  shield: 'M12 3.5l7 2.7v5.3c0 4.3-2.9 7.3-7 8.8-4.1-1.5-7-4.5-7-8.8V6.2z',
  road: 'M7.5 20 9.5 4M16.5 20 14.5 4M12 5.5v2.5M12 11v2.5M12 16.5V19',
  more: 'M5 12h.1M12 12h.1M19 12h.1',
};

/** @param {{ name: string, class?: string }} props */
export function Icon({ name, class: more = '' }) {
  return (
    <svg class={`picture ${more}`} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name] ?? PATHS.more} />
    </svg>
  );
}
