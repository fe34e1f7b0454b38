// A part of the page that is fetched when it is first shown. A page that is opened while the arena's
// server is away says so and tries again.

import { useEffect, useState } from 'preact/hooks';
import { w } from '../words/index.js';

const AGAIN_MS = 2000;

/**
 * @param {() => Promise<{ default: (props: any) => any }>} load
 * @returns {(props: any) => any}
 */
export function later(load) {
  /** @type {((props: any) => any) | null} */
  let known = null;
  return function Later(props) {
    const [Part, arrive] = useState(() => known);
    const [tries, fail] = useState(0);
    useEffect(() => {
      if (Part) return undefined;
      let timer = 0;
      load().then(
        (module) => arrive(() => (known = module.default)),
        () => (timer = window.setTimeout(() => fail(tries + 1), AGAIN_MS)),
      );
      return () => clearTimeout(timer);
    }, [Part, tries]);
    if (Part) return <Part {...props} />;
    return tries > 0 ? <p class="empty" role="status">{w.common.fetching}</p> : null;
  };
}
