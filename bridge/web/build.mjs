// Bundles the page into dist/: index.html, app.js, style.css, and gzip copies beside them.
import { build } from 'esbuild';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';

const out = new URL('./dist/', import.meta.url);

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await build({
  entryPoints: [new URL('./src/main.js', import.meta.url).pathname],
  outfile: new URL('app.js', out).pathname,
  bundle: true,
  minify: true,
  format: 'esm',
  target: ['es2022'],
  legalComments: 'none',
  logLevel: 'warning',
});
for (const name of ['index.html', 'style.css', 'icon.svg']) {
  await copyFile(new URL(`./src/${name}`, import.meta.url), new URL(name, out));
}
for (const name of ['index.html', 'style.css', 'app.js', 'icon.svg']) {
  const bytes = await readFile(new URL(name, out));
  await writeFile(new URL(`${name}.gz`, out), gzipSync(bytes, { level: 9 }));
}
