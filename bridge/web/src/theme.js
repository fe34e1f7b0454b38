// Light or dark: what the person chose, and without a choice what their device shows.

/** @param {Window & typeof globalThis} window */
const deviceIsDark = (window) => window.matchMedia('(prefers-color-scheme: dark)');

/** @param {Window & typeof globalThis} window @param {'auto' | 'light' | 'dark'} wanted */
export function wear(window, wanted) {
  const theme = wanted === 'auto' ? (deviceIsDark(window).matches ? 'dark' : 'light') : wanted;
  const root = window.document.documentElement;
  root.dataset.theme = theme;
  const bar = window.getComputedStyle(root).getPropertyValue('--card').trim();
  window.document.querySelector('meta[name=theme-color]')?.setAttribute('content', bar);
}

/** @param {Window & typeof globalThis} window @param {() => void} again called when the device's theme changes */
export const onDeviceTheme = (window, again) => deviceIsDark(window).addEventListener('change', again);
