// A studio that honours the contract without an engine: the page's tests steer it, and see what the page asked of it.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CallName, calls, isCallName, type TesseraEvent } from '../../shared/contract/index.ts';
import { JobId, ModelId } from '../../shared/domain/ids.ts';
import { isFinished } from '../../shared/domain/job.ts';
import type { GenerationRequest } from '../../shared/domain/recipe.ts';
import { Settings } from '../../shared/domain/settings.ts';
import { TesseraError, toEnvelope } from '../../shared/errors.ts';
import { serveBuiltPage } from './built-page.ts';
import { createFakeCredits, type FakeCredits } from './fake-studio-credits.ts';
import { createFakeJobs, type FakeJobs } from './fake-studio-jobs.ts';
import { createFakeExtras, isExtraCall } from './fake-extras.ts';
import { brokenModel, embeddedModel } from './fake-studio-models.ts';
import { serveRecalled } from './fake-studio-recall.ts';
import { fakePreflight } from './fake-preflight.ts';
import { createFakeLineage, type FakeLineage, isLineageCall } from './fake-studio-lineage.ts';
import { createFakePalettes, type FakePalettes, isPaletteCall } from './fake-studio-palettes.ts';
import { createFakeBoards, isBoardCall } from './fake-studio-boards.ts';
import { createFakeExports, isExportCall } from './fake-studio-exports.ts';
import { createFakeImages } from './fake-studio-images.ts';
import { createFakeLibrary, isLibraryCall } from './fake-studio-library.ts';
import { bytesOf, createFakeSources, type FakeSources } from './fake-studio-sources.ts';
import { answerQueueCall, createFakeLine, isQueueCall } from './fake-studio-queue.ts';
import { createFakeDownloads, type FakeDownloads, isDownloadCall } from './fake-studio-downloads.ts';
import { createFakeNetwork, type FakeNetwork } from './fake-studio-network.ts';
import { createFakePrompts, isPromptCall } from './fake-studio-prompts.ts';
import { createFakeStyles, isStyleCall } from './fake-studio-styles.ts';
import { createFakeSync, type FakeSync } from './fake-studio-sync.ts';

export interface FakeStudio {
  readonly url: string;
  readonly jobs: FakeJobs;
  readonly sync: FakeSync;
  readonly credits: FakeCredits;
  readonly network: FakeNetwork;
  readonly downloads: FakeDownloads;
  readonly palettes: FakePalettes;
  readonly lineage: FakeLineage;
  readonly sources: FakeSources;
  /** Every call the page made, oldest first. */
  readonly asked: readonly { readonly name: string; readonly input: unknown }[];
  /** Calls by this name fail with this error from now on; null lets them through again. */
  refuse(name: CallName, error: TesseraError | null): void;
  requireToken(token: string | null): void;
  /** Nothing is wrong with any model from now on. */
  mendModels(): void;
  /** Cuts every connection and refuses new ones until `answer` is called. */
  goAway(): void;
  answer(): void;
  stop(): Promise<void>;
}

export async function startFakeStudio(options: { stepMs?: number; port?: number } = {}): Promise<FakeStudio> {
  const streams = new Set<ServerResponse>();
  const asked: { name: string; input: unknown }[] = [];
  const refusals = new Map<string, TesseraError>();
  let settings = Settings.parse({});
  const extras = createFakeExtras(send);
  let models = [embeddedModel, brokenModel];
  let token: string | null = null;
  let away = false;

  const sync = createFakeSync(send);
  const credits = createFakeCredits();
  const network = createFakeNetwork(send);
  const downloads = createFakeDownloads(send);
  const line = createFakeLine();
  const jobs = createFakeJobs({
    line,
    stepMs: options.stepMs ?? 40,
    announce(event) {
      send(event);
      boards.heard(event);
    },
  });
  const library = createFakeLibrary({ jobs, announce: send });
  const exported = createFakeExports({ found: (search) => library.count(search), send });
  const boards = createFakeBoards({ jobs, announce: send });
  const palettes = createFakePalettes(send);
  const images = createFakeImages(jobs);
  const styles = createFakeStyles(send);
  const prompts = createFakePrompts(jobs);
  const sources = createFakeSources();
  const lineage = createFakeLineage({ jobs, send });

  function send(event: TesseraEvent): void {
    for (const stream of streams)
      stream.write(`id: ${event.sequence}\nevent: ${event.name}\ndata: ${JSON.stringify(event)}\n\n`);
  }

  function announceSettings(): void {
    send({ name: 'settings.changed', data: settings, sequence: Number.MAX_SAFE_INTEGER });
  }

  /** As the studio does: a recipe that says nothing of sets gets what the settings say. */
  function withoutExcludedSets(request: GenerationRequest): GenerationRequest {
    if (request.kind !== 'generate') return request;
    const excludedSets = settings.excludedSets[request.recipe.model ?? embeddedModel.id] ?? [];
    return { ...request, recipe: { excludedSets, ...request.recipe } };
  }

  function answerCall(name: CallName, raw: unknown): unknown {
    const refusal = refusals.get(name);
    if (refusal !== undefined) throw refusal;
    // One cast for the table below: each row reads the input its schema just parsed.
    // oxlint-disable-next-line typescript/no-explicit-any
    const input = calls[name].input.parse(raw) as any;
    switch (name) {
      case 'generation.submit':
        return jobs.submit(withoutExcludedSets(input.request));
      case 'generation.preflight':
        return fakePreflight(input.recipe.model ?? embeddedModel.id, input.recipe);
      case 'generation.get':
        return jobs.get(input.id);
      case 'generation.list': {
        const all = jobs.newestFirst().filter((job) => input.states === undefined || input.states.includes(job.state));
        const from = Number(input.cursor ?? 0);
        const end = from + input.limit;
        return { jobs: all.slice(from, end), nextCursor: end < all.length ? String(end) : null };
      }
      case 'generation.cancel':
        return jobs.change(input.id, { state: 'cancelled', etaMs: null, finishedAt: new Date().toISOString() });
      case 'generation.retry':
        return jobs.retry(input.id);
      case 'generation.stopRetrying':
        return jobs.stopRetrying(input.id);
      case 'generation.delete':
        jobs.delete(input.id);
        return { id: JobId.parse(input.id) };
      case 'generation.restore':
        return jobs.restore(input.id);
      case 'models.list':
        return { models: [...models, ...palettes.models()], defaultModel: settings.defaultModel ?? embeddedModel.id };
      case 'models.add':
        throw new TesseraError('MODEL_NOT_A_MODEL', `${input.folder} has no model_index.json.`);
      case 'models.remove':
        models = models.filter((model) => model.id !== input.id);
        return { id: ModelId.parse(input.id) };
      case 'models.verify':
        return { ok: true, files: [{ path: 'exemplars.bin', state: 'same', sha256: null }] };
      case 'settings.get':
        return settings;
      case 'settings.set':
        settings = Settings.parse({ ...settings, ...input });
        announceSettings();
        return settings;
      case 'localApi.status':
        return { url: settings.localApi ? 'http://127.0.0.1:4100' : null, problem: null };
      case 'credits.list':
        return { enabled: settings.credits, holders: credits.holders() };
      case 'credits.entries':
        return credits.entries(input.holder);
      case 'credits.grant':
        return credits.grant(input.holder, input.amount);
      case 'system.health':
        return {
          status: 'healthy',
          version: '0.1.0',
          platform: 'linux-x64',
          uptimeSeconds: 12,
          memoryMb: 148,
          services: (['database', 'storage', 'engine'] as const).map((service) => ({
            name: service,
            status: service === 'engine' ? 'idle' : 'ok',
            message: '',
            latencyMs: 1,
          })),
          queue: { queued: jobs.newestFirst().filter((job) => !isFinished(job.state)).length, running: 0 },
        };
      case 'sources.fromImage':
        return images.drawn(input.image).then(sources.keep);
      case 'sync.get':
      case 'sync.configure':
      case 'sync.pause':
      case 'sync.resume':
      case 'sync.outbox.list':
      case 'sync.outbox.retry':
      case 'sync.dryRun':
      case 'sync.test':
      case 'system.doctor':
        return sync.answer(name, input);
      case 'desktop.reveal':
      case 'desktop.copy':
      case 'desktop.drag':
        return {};
      default:
        if (isLineageCall(name)) return lineage.answer(name, input.id);
        if (isExportCall(name)) return exported.answer(name, input);
        if (isLibraryCall(name)) return library.answer(name, input);
        if (name === 'network.requests') return network.answer(input);
        if (isDownloadCall(name)) return downloads.answer(name, input);
        if (isQueueCall(name)) return answerQueueCall(name, input, { jobs, line, send });
        if (isPaletteCall(name)) return palettes.answer(name, input);
        if (isPromptCall(name)) return prompts.answer(name, input);
        if (isStyleCall(name)) return styles.answer(name, input);
        if (isExtraCall(name)) return extras.answer(name, input, settings);
        if (isBoardCall(name)) return boards.answer(name, input);
        throw new TesseraError('CALL_UNKNOWN', `The fake studio has no ${name}.`);
    }
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (away) return void request.socket.destroy();
    const allowed = token === null || request.headers.cookie === `session=${token}`;
    if (url.pathname === '/session') {
      if (request.headers.authorization !== `Bearer ${token}`) return refuseCaller(response);
      response.writeHead(200, {
        'content-type': 'application/json',
        'set-cookie': `session=${token}; Path=/; HttpOnly; SameSite=Strict`,
      });
      return void response.end('{}');
    }
    if (allowed && exported.serve(url.pathname, response)) return;
    if (url.pathname.startsWith('/call/')) {
      if (!allowed) return refuseCaller(response);
      const name = url.pathname.slice('/call/'.length);
      const input: unknown = JSON.parse((await bytesOf(request)).toString('utf8'));
      asked.push({ name, input });
      response.setHeader('content-type', 'application/json');
      try {
        if (!isCallName(name)) throw new TesseraError('CALL_UNKNOWN', `There is no call named ${name}.`);
        return void response.end(
          JSON.stringify({ ok: true, value: calls[name].output.parse(await answerCall(name, input)) }),
        );
      } catch (error) {
        return void response.end(JSON.stringify({ ok: false, error: toEnvelope(error) }));
      }
    }
    if (url.pathname === '/events') {
      if (!allowed) return refuseCaller(response);
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.write('retry: 200\n\n');
      streams.add(response);
      return void request.on('close', () => streams.delete(response));
    }
    const [, kind, id = ''] = url.pathname.split('/');
    if (kind === 'recall') return serveRecalled(request, response, embeddedModel.id);
    if (kind === 'source') return sources.serve(request, response);
    if (kind === 'palette') return palettes.serve(request, response);
    if (kind === 'image' || kind === 'preview') {
      return images.serve(kind, decodeURIComponent(id), url, response);
    }
    serveBuiltPage(url.pathname, response);
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      response.statusCode = 500;
      response.end(String(error));
    });
  });
  await new Promise<void>((ready) => server.listen(options.port ?? 0, '127.0.0.1', ready));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    jobs,
    lineage: lineage.fake,
    palettes,
    sources,
    sync,
    credits,
    network,
    downloads,
    asked,
    refuse: (name, error) => void (error === null ? refusals.delete(name) : refusals.set(name, error)),
    requireToken: (next) => {
      token = next;
    },
    mendModels() {
      models = models.map((model) => ({ ...model, problem: null }));
      send({ name: 'models.changed', data: {}, sequence: Number.MAX_SAFE_INTEGER });
    },
    goAway() {
      away = true;
      server.closeAllConnections();
    },
    answer() {
      away = false;
    },
    async stop() {
      jobs.close();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

function refuseCaller(response: ServerResponse): void {
  response.writeHead(401, { 'content-type': 'application/json' });
  response.end(
    JSON.stringify({ ok: false, error: { code: 'UNAUTHENTICATED', message: 'no token', retryable: false } }),
  );
}
