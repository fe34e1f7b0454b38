// The map that the bridge was given, fetched once for the page. Without one (404) the arena is drawn
// without walls; while the bridge is away it is asked again.

import { useEffect, useState } from 'preact/hooks';

const AGAIN_MS = 3000;

/** @type {string | null} null: not known yet */
let known = null;

/** @param {string} token @returns {Promise<string | null>} null: ask again */
async function read(token) {
  try {
    const response = await fetch('/api/v1/map', { headers: { authorization: `Bearer ${token}` } });
    if (response.ok) return await response.text();
    return response.status === 404 ? '' : null;
  } catch {
    return null;
  }
}

/** @param {import('../session.js').Session} session @returns {string} for the Arena; "" until it is known */
export function useMap(session) {
  const [map, set] = useState(known ?? '');
  useEffect(() => {
    let [timer, ended] = [0, false];
    const ask = async () => {
      known ??= await read(session.credentials.token);
      if (ended) return;
      if (known === null) timer = window.setTimeout(ask, AGAIN_MS);
      else set(known);
    };
    void ask();
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, [session]);
  return map;
}
