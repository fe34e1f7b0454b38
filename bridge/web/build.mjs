// Bundles the page into dist/: index.html and, under assets/, scripts and styles whose names change
// with their content, so that a browser may keep them. What a driver needs is in the first load;
// the rest (history, operator, languages) comes when it is asked for. Gzip copies lie beside.
import { build, transform } from 'esbuild';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const here = fileURLToPath(new URL('.', import.meta.url));
const out = `${here}dist`;
const address = (/** @type {string} */ path) => `assets/${basename(path)}`;
const common = {
  outdir: `${out}/assets`,
  entryNames: '[name]-[hash]',
  chunkNames: '[name]-[hash]',
  assetNames: '[name]-[hash]',
  bundle: true,
  minify: true,
  target: ['es2022'],
  legalComments: 'none',
  logLevel: 'warning',
};

/**
 * Styles of what comes later travel in its script: nothing would load a file of styles that stands
 * beside it. Only main.jsx has a file of its own, which the browser gets before any script.
 */
const stylesOfLater = {
  name: 'styles of later',
  setup(bundler) {
    bundler.onLoad({ filter: /\.css$/, namespace: 'later' }, async ({ path }) => {
      const { code } = await transform(await readFile(path, 'utf8'), { loader: 'css', minify: true });
      return {
        contents: `const sheet = new CSSStyleSheet();
          sheet.replaceSync(${JSON.stringify(code)});
          document.adoptedStyleSheets.push(sheet);`,
        watchFiles: [path],
      };
    });
    bundler.onResolve({ filter: /\.css$/ }, async ({ path, pluginData, importer, ...where }) => {
      if (pluginData === 'found' || importer === `${here}src/main.jsx`) return null;
      const found = await bundler.resolve(path, { ...where, importer, pluginData: 'found' });
      return found.errors.length ? found : { path: found.path, namespace: 'later', sideEffects: true };
    });
  },
};

/** A worker is a file of its own: `import address from './x.worker.js?url'` builds it and says where it is. */
const workers = {
  name: 'workers',
  setup(bundler) {
    bundler.onResolve({ filter: /\.worker\.js\?url$/ }, ({ path, resolveDir }) => ({
      path: resolve(resolveDir, path.replace('?url', '')),
      namespace: 'worker',
    }));
    bundler.onLoad({ filter: /.*/, namespace: 'worker' }, async ({ path }) => {
      const { metafile } = await build({ ...common, entryPoints: [path], format: 'iife', metafile: true });
      return { contents: `export default ${JSON.stringify(address(Object.keys(metafile.outputs)[0]))};` };
    });
  },
};

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
const { metafile } = await build({
  ...common,
  entryPoints: [`${here}src/main.jsx`],
  splitting: true,
  metafile: true,
  plugins: [stylesOfLater, workers],
  inject: [`${here}bundle/node.js`],
  define: { global: 'globalThis' },
  alias: { ws: `${here}bundle/absent.js`, 'worker-timers': `${here}bundle/absent.js` },
  format: 'esm',
  jsx: 'automatic',
  jsxImportSource: 'preact',
});

const [entryPath, entry] =
  Object.entries(metafile.outputs).find(([, output]) => output.entryPoint?.endsWith('main.jsx')) ?? [];
const first = entry.imports.filter((item) => item.kind === 'import-statement').map((item) => item.path);
const head = [
  `<link rel="stylesheet" href="${address(entry.cssBundle)}" />`,
  `<script type="module" src="${address(entryPath)}"></script>`,
  ...first.map((path) => `<link rel="modulepreload" href="${address(path)}" />`),
];
const page = await readFile(`${here}src/index.html`, 'utf8');
await writeFile(`${out}/index.html`, page.replace('<!-- assets -->', head.join('\n    ')));
for (const name of ['icon.svg', 'app.webmanifest'])
  await writeFile(`${out}/${name}`, await readFile(`${here}src/${name}`));

let weight = 0;
const firstFiles = new Set(['index.html', 'icon.svg', ...[entryPath, entry.cssBundle, ...first].map(address)]);
for (const file of await readdir(out, { recursive: true, withFileTypes: true })) {
  if (!file.isFile()) continue;
  const path = `${file.parentPath ?? file.path}/${file.name}`;
  const packed = gzipSync(await readFile(path), { level: 9 });
  await writeFile(`${path}.gz`, packed);
  if (firstFiles.has(relative(out, path))) weight += packed.length;
}
console.log(`first load: ${(weight / 1024).toFixed(1)} KiB compressed`);
