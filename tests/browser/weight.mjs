// The files that a browser fetches before the page can be used: index.html and what it names, and
// what those scripts import at once. Sizes are those of the compressed copies beside them.

import { readFile, stat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

export const LIMIT_KIB = 150;
const DIST = fileURLToPath(new URL('../../bridge/web/dist', import.meta.url));

/** @param {string} text @param {RegExp} pattern */
const all = (text, pattern) => [...text.matchAll(pattern)].map(([, name]) => name);

/** @returns {Promise<{ name: string, packed: number, plain: number }[]>} */
export async function firstLoad() {
  const page = await readFile(join(DIST, 'index.html'), 'utf8');
  const found = new Set(['index.html', ...all(page, /(?:src|href)="([^":#]+)"/g)]);
  for (const name of found) {
    if (!name.endsWith('.js')) continue;
    const script = await readFile(join(DIST, name), 'utf8');
    const imports = all(script, /(?:\bfrom|\bimport)\s*"(\.[^"]+)"/g);
    for (const path of imports) found.add(posix.join(posix.dirname(name), path));
  }
  return Promise.all(
    [...found].map(async (name) => {
      const plain = (await stat(join(DIST, name))).size;
      const packed = await stat(join(DIST, `${name}.gz`)).then(({ size }) => size, () => plain);
      return { name, packed, plain };
    }),
  );
}
