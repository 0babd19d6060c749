// Entry of an engine host process: connects to its parent, says that it is ready, and works until the parent goes.

import { join } from 'node:path';
import { EngineServer } from './server.ts';
import { connectTransport } from './transport.ts';
import type { ProviderName } from '../shared/domain/provider.ts';
import { engineProtocolVersion } from '../shared/engine-protocol.ts';

/** How often a host shows that it lives; a model run in between may delay it. */
const heartbeatMs = 1_000;

const transport = connectTransport(process);
if (transport === null) {
  process.stderr.write('engine/worker.ts is started by Tessera itself and has nothing to do alone.\n');
  process.exit(2);
}
transport.onClose(() => process.exit(0));
// Ctrl+C reaches the whole group. The parent decides what becomes of the job; a host that died would look like a crash.
process.on('SIGINT', () => {});

// Loaded after the transport stands, so that a missing native library is told to the parent by stderr and exit code.
const { default: sharp } = await import('sharp');
// Pictures pass once; a cache of decoded ones would only compete with the model for memory.
sharp.cache(false);

const versions = definedVersions({
  node: process.versions.node,
  electron: process.versions['electron'],
  sharp: sharp.versions.sharp,
  vips: sharp.versions.vips,
});

/**
 * Electron's allocator rounds aligned requests up to a power of two and ends the process above 1 GiB, except on Windows, where
 * native libraries bring their own: https://github.com/electron/electron/issues/44291
 */
const isBounded = process.versions['electron'] !== undefined && process.platform !== 'win32';
const room = {
  allocationLimitBytes: isBounded ? 2 ** 30 : Number.POSITIVE_INFINITY,
  availableBytes: () => process.availableMemory(),
};

async function openRuntime(provider: ProviderName) {
  // Main starts a host in the data folder.
  const widenedGraphs = join(process.cwd(), 'cache', 'widened');
  return (await import('./runtime/ort-runtime.ts')).createOrtRuntime({ providers: [provider], room, widenedGraphs });
}

/** Opened before the first picture asks, so that `ready` can name the providers; imaging has no use for it. */
const runtime = process.argv[2] === 'engine' ? await openRuntime('cpu').catch(tellWhyNot) : null;

const server = new EngineServer({
  send: transport.send,
  clock: () => performance.now(),
  // Node gives it in kibibytes.
  peakBytes: () => process.resourceUsage().maxRSS * 1024,
  versions,
  openRuntime: (provider) =>
    runtime === null || provider !== 'cpu' ? openRuntime(provider) : Promise.resolve(runtime),
  loadPipeline: async (options) => (await import('./pipelines/load-pipeline.ts')).loadPipeline(options),
  inspectModel: async (options) => (await import('./models/inspect-model.ts')).inspectModel(options),
});
transport.onMessage((raw) => server.receive(raw));
transport.send({
  kind: 'ready',
  protocol: engineProtocolVersion,
  pid: process.pid,
  versions: { ...versions, ...runtime?.versions },
  providers: [...(runtime?.offered ?? [])],
});
const showLife = () => transport.send({ kind: 'alive', rssBytes: process.memoryUsage.rss() });
showLife();
setInterval(showLife, heartbeatMs);

/** The host lives on: enlarging needs no runtime, and a generation will report the failure as its own. */
function tellWhyNot(error: unknown): null {
  process.stderr.write(`the inference runtime could not be opened: ${String(error)}\n`);
  return null;
}

function definedVersions(found: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(found).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
