// Serves the page with live reload over a studio that is simulated: every screen, no engine, no data folder, no Electron.

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { createServer } from 'vite';
import { root } from './build.mjs';

/** Slow enough to see previews come, quick enough to wait for a grid. */
const stepMs = 150;
/** What the page asks its studio for; everything else is the page itself. */
const studioPaths = ['/call', '/events', '/image', '/preview', '/session'];

async function main() {
  const { values } = parseArgs({ options: { port: { type: 'string', default: '5173' } } });
  // By address, because a script in the checkout may use what only tests otherwise do, and nothing of it is ever packed.
  const { startFakeStudio } = await import(sourceAddress('tests/fakes/fake-studio.ts'));
  const { default: config } = await import(sourceAddress('electron.vite.config.ts'));
  const studio = await startFakeStudio({ stepMs });
  const server = await createServer({
    plugins: config.renderer.plugins,
    configFile: false,
    root: join(root, 'renderer'),
    server: {
      host: '127.0.0.1',
      port: Number(values.port),
      proxy: Object.fromEntries(studioPaths.map((path) => [path, studio.url])),
    },
  });
  await server.listen();
  console.log(`A simulated studio is at ${server.resolvedUrls?.local[0]}. Ctrl+C stops it.`);
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => void Promise.all([server.close(), studio.stop()]).then(() => process.exit()));
  }
}

/** @param {string} path */
function sourceAddress(path) {
  return pathToFileURL(join(root, path)).href;
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
