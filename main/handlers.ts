// Contract name -> service. One line each; a call without a handler does not compile.

import type { CallOutput } from '../shared/contract/index.ts';
import { seedMax } from '../shared/domain/recipe.ts';
import { TesseraError } from '../shared/errors.ts';
import type { BackupService } from './backup/backup-service.ts';
import type { CreditService } from './credits/credit-service.ts';
import type { Desktop } from './desktop.ts';
import type { DoctorService } from './doctor/doctor-service.ts';
import type { DownloadService } from './downloads/download-service.ts';
import type { Engine } from './engine/supervisor.ts';
import type { Handlers } from './handler-table.ts';
import type { JobService } from './jobs/job-service.ts';
import { readPrompt } from './jobs/read-prompt.ts';
import type { QueueService } from './jobs/queue-service.ts';
import { previewPrompts } from './jobs/resolve-prompts.ts';
import { type ImageFiles, imageNotFound } from './library/image-files.ts';
import { exchangeHandlers } from './library/exchange-handlers.ts';
import { libraryHandlers } from './library/library-handlers.ts';
import type { Exchange } from './library/open-exchange.ts';
import type { OpenLibrary } from './library/open-library.ts';
import type { Lineage } from './lineage/open-lineage.ts';
import type { LocalApiHolder } from './local-api/local-api-state.ts';
import type { Logger } from './logging/logger.ts';
import type { LoraService } from './loras/lora-service.ts';
import type { ModelService } from './models/model-service.ts';
import { paletteHandlers } from './palettes/palette-handlers.ts';
import type { Network } from './network/network.ts';
import type { PaletteService } from './palettes/palette-service.ts';
import { providerHandlers } from './providers/provider-handlers.ts';
import type { ProviderService } from './providers/provider-service.ts';
import type { PreflightService } from './preflight/preflight-service.ts';
import type { RecallService } from './recall/recall-service.ts';
import type { SettingsService } from './settings/settings-service.ts';
import type { SourceService } from './sources/source-service.ts';
import type { Storyboards } from './storyboards/open-storyboards.ts';
import { storyboardHandlers } from './storyboards/storyboard-handlers.ts';
import type { StyleService } from './styles/style-service.ts';
import type { SyncService } from './sync/sync-service.ts';
import type { TokenService } from './tokens/token-service.ts';
import type { UpscalerService } from './upscalers/upscaler-service.ts';
import type { PromptWords } from './wildcards/prompt-words.ts';

export interface Services extends OpenLibrary {
  readonly jobs: JobService;
  readonly exchange: Exchange;
  readonly queue: QueueService;
  readonly network: Network;
  readonly downloads: DownloadService;
  readonly lineage: ReturnType<Lineage['handlers']>;
  readonly preflight: PreflightService;
  readonly providers: ProviderService;
  readonly words: PromptWords;
  readonly models: ModelService;
  readonly upscalers: UpscalerService;
  readonly loras: LoraService;
  readonly styles: StyleService;
  readonly settings: SettingsService;
  readonly tokens: TokenService;
  readonly files: ImageFiles;
  readonly palettes: PaletteService;
  readonly sources: SourceService;
  readonly recall: RecallService;
  readonly backups: BackupService;
  readonly credits: CreditService;
  readonly sync: SyncService;
  readonly doctor: DoctorService;
  readonly storyboards: Storyboards;
  readonly engine: Engine;
  readonly logger: Logger;
  readonly desktop: Desktop | null;
  readonly localApi: LocalApiHolder;
  readonly stats: () => CallOutput<'system.stats'>;
  readonly about: () => CallOutput<'system.about'>;
  readonly health: () => Promise<CallOutput<'system.health'>>;
}

export function createHandlers(services: Services): Handlers {
  const { jobs, queue, models, loras, upscalers, styles, settings, tokens, files, logger, sync } = services;

  return {
    'generation.submit': ({ request, id, saveLatents }, { door }) => {
      if (saveLatents !== undefined && door !== 'cli' && door !== 'test') {
        throw new TesseraError('FORBIDDEN', 'saveLatents: only the command line may choose where a file is written.', {
          details: { field: 'saveLatents' },
        });
      }
      return jobs.submit({ request, id, saveLatents, door });
    },
    ...providerHandlers(services.providers, models),
    'generation.preflight': ({ recipe }) => services.preflight.of(recipe),
    'generation.get': ({ id }) => jobs.get(id),
    'generation.list': ({ states, limit, cursor }) => jobs.list({ states, limit, cursor }),
    'generation.cancel': ({ id }) => jobs.cancel(id),
    'generation.retry': ({ id }) => jobs.retry(id),
    'generation.stopRetrying': ({ id }) => jobs.stopRetrying(id),
    'generation.delete': async ({ id }) => {
      await jobs.delete(id);
      return { id };
    },
    'generation.restore': ({ id }) => jobs.restore(id),
    'generation.logs': ({ id, lines }) => {
      jobs.get(id);
      return logger.jobLines(id, lines);
    },
    'network.requests': (input) => services.network.requests(input),
    'downloads.list': () => services.downloads.list(),
    'downloads.start': ({ id }) => services.downloads.start(id),
    'downloads.pause': ({ id }) => services.downloads.pause(id),
    'downloads.cancel': async ({ id }) => {
      await services.downloads.cancel(id);
      return { id };
    },
    'queue.get': () => queue.get(),
    'queue.setPaused': ({ paused }) => queue.setPaused(paused),
    'queue.move': ({ id, before }) => queue.move(id, before),
    'queue.pauseJob': ({ id }) => queue.pauseJob(id),
    'queue.resumeJob': ({ id }) => queue.resumeJob(id),
    ...services.lineage,
    'prompt.preview': ({ prompt, negativePrompt, seed, count }) => {
      const seeds = Array.from({ length: count }, (_, index) => (seed + index) % (seedMax + 1));
      return previewPrompts({ prompt, negativePrompt }, { seeds, wildcard: services.words.wildcard });
    },
    'drafts.read': () => ({ draft: services.words.draft.read() }),
    'drafts.write': ({ draft }) => {
      services.words.draft.write(draft);
      return {};
    },
    'prompt.history': (input) => ({ prompts: services.words.history.find(input) }),
    'prompt.wildcards': () => ({ names: services.words.wildcardNames() }),
    'prompt.tokens': (asked) =>
      readPrompt(asked, { models, wildcard: services.words.wildcard, engine: services.engine }),
    ...libraryHandlers(services),
    ...exchangeHandlers(services.exchange, desktop),
    'models.list': () => ({ models: models.list(), defaultModel: models.defaultModel() }),
    'models.chooseFolder': async () => ({ folder: await desktop().chooseFolder() }),
    'models.add': ({ folder, id }) => models.add({ folder, id }),
    'models.remove': ({ id }) => {
      models.remove(id);
      return { id };
    },
    'models.verify': ({ id }) => models.verify(id),
    'credits.list': () => ({ enabled: services.credits.enabled(), holders: services.credits.holders() }),
    'credits.entries': ({ holder, limit }) => services.credits.entries(holder, limit),
    'credits.grant': ({ holder, amount }) => services.credits.grant(holder, amount),
    'sources.fromImage': ({ image }) => services.sources.fromImage(image),
    'recall.read': ({ source }) =>
      source.kind === 'image' ? services.recall.fromImage(source.image) : services.recall.fromText(source.text),
    ...paletteHandlers({ palettes: services.palettes, sources: services.sources, desktop }),
    ...storyboardHandlers(services.storyboards, desktop),
    'loras.list': () => ({ loras: loras.list() }),
    'loras.add': ({ path, id }) => loras.add({ path, id }),
    'loras.remove': ({ id }) => {
      loras.remove(id);
      return { id };
    },
    'upscalers.list': () => ({ upscalers: upscalers.list(), defaultUpscaler: upscalers.defaultUpscaler() }),
    'upscalers.add': ({ path, id }) => upscalers.add({ path, id }),
    'upscalers.remove': ({ id }) => {
      upscalers.remove(id);
      return { id };
    },
    'styles.list': () => ({ styles: styles.list() }),
    'styles.put': (style) => styles.put(style),
    'styles.remove': ({ id }) => {
      styles.remove(id);
      return { id };
    },
    'styles.restore': ({ id }) => styles.restore(id),
    'styles.import': ({ csv }) => styles.import(csv),
    'styles.export': () => styles.export(),
    'system.about': () => services.about(),
    'system.health': () => services.health(),
    'backups.list': () => services.backups.list(),
    'backups.create': () => services.backups.create(),
    'backups.acknowledge': () => services.backups.acknowledge(),
    'system.stats': () => services.stats(),
    'system.doctor': async ({ cloud }) => ({ lines: await services.doctor.examine(cloud) }),
    'sync.get': () => sync.get(),
    'sync.configure': (patch) => sync.configure(patch),
    'sync.test': async () => ({ lines: await services.doctor.testSync() }),
    'sync.dryRun': () => sync.dryRun(),
    'sync.pause': () => sync.setPaused(true),
    'sync.resume': () => sync.setPaused(false),
    'sync.outbox.list': (input) => sync.list(input),
    'sync.outbox.retry': ({ id }) => sync.retry(id),
    'localApi.status': () => services.localApi.get(),
    'settings.get': () => settings.get(),
    'settings.set': (patch) => settings.set(patch),
    'tokens.create': (input) => tokens.create(input),
    'tokens.list': () => ({ tokens: [...tokens.list()] }),
    'tokens.revoke': ({ jti }) => tokens.revoke(jti),
    'desktop.reveal': async ({ image }) => {
      await desktop().reveal(fileOf(image));
      return {};
    },
    'desktop.drag': ({ image }) => {
      desktop().dragOut(fileOf(image));
      return {};
    },
    'desktop.copy': async ({ image }) => {
      await desktop().copyImage(fileOf(image));
      return {};
    },
  };

  function desktop(): Desktop {
    if (services.desktop !== null) return services.desktop;
    throw new TesseraError('FORBIDDEN', 'This can only be done in the Tessera window on the machine itself.');
  }

  function fileOf(image: Parameters<ImageFiles['path']>[0]): string {
    const path = files.path(image);
    if (path === null) throw imageNotFound(image);
    return path;
  }
}
