// The map the bridge was given, fetched once. Without one, and while it is not there, there is a grid.

import { useEffect, useState } from 'preact/hooks';

/** @type {Promise<string> | null} */
let fetched = null;

/** @returns {Promise<string>} */
async function fetchMap() {
  const response = await fetch('/api/v1/map');
  if (response.ok) return response.text();
  if (response.status === 404) return '';
  throw new Error(String(response.status));
}

/** @returns {string} its text, "" = none */
export function useMap() {
  const [map, know] = useState('');
  useEffect(() => {
    fetched ??= fetchMap();
    fetched.then(know, () => (fetched = null));
  }, []);
  return map;
}
