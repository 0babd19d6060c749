// The composition root: opens the data folder and builds every service from plain options. Knows nothing of Electron.

import { randomInt, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { seedMax } from '../shared/domain/recipe.ts';
import type { BackupService } from './backup/backup-service.ts';
import { openBackups } from './backup/open-backups.ts';
import { openSafely } from './backup/open-safely.ts';
import type { CoreOptions } from './core-options.ts';
import { aboutStudio } from './about.ts';
import { type CreditService, createCreditService } from './credits/credit-service.ts';
import { makeDataFolder } from './data-folder.ts';
import { createDispatch, type Dispatch } from './dispatch.ts';
import { createDoctorService } from './doctor/doctor-service.ts';
import { createEngine } from './engine/supervisor.ts';
import { createEventHub, type EventHub } from './event-hub.ts';
import { createHandlers } from './handlers.ts';
import { createGridGenerations, type GridGenerations } from './jobs/grid-generations.ts';
import { openJobs } from './jobs/open-jobs.ts';
import { witnessAll } from './jobs/job-witness.ts';
import { resolveRecipe } from './jobs/resolve-recipe.ts';
import { retryPolicyOf } from './jobs/retry-policy.ts';
import { createImageFiles, type ImageFiles } from './library/image-files.ts';
import { openExchange } from './library/open-exchange.ts';
import { openLikeness } from './library/open-likeness.ts';
import { openLibrary } from './library/open-library.ts';
import { openLineage } from './lineage/open-lineage.ts';
import { createLocalApiHolder, type LocalApiHolder } from './local-api/local-api-state.ts';
import { createLogger, type Logger } from './logging/logger.ts';
import { openModels } from './models/open-models.ts';
import { createFileSecretBox } from './secrets/secret-box.ts';
import { createSettingsService, type SettingsService } from './settings/settings-service.ts';
import { lockDataFolder } from './store/data-folder-lock.ts';
import { createCreditTable } from './store/credit-table.ts';
import { createDialectJobTable, type DialectJobs } from './store/dialect-job-table.ts';
import { createImageTable } from './store/image-table.ts';
import { createJobTable } from './store/job-table.ts';
import { createLineageTable } from './store/lineage-table.ts';
import { createRunTimeTable } from './store/run-time-table.ts';
import { createSettingsTable } from './store/settings-table.ts';
import { createStyleTable } from './store/style-table.ts';
import { createTokenTable } from './store/token-table.ts';
import { createPromptWords } from './wildcards/prompt-words.ts';
import type { PaletteService } from './palettes/palette-service.ts';
import { createLearningEngine } from './preflight/learning-engine.ts';
import { createPreflightService } from './preflight/preflight-service.ts';
import { openProviders } from './providers/open-providers.ts';
import { createRecallService, type RecallService } from './recall/recall-service.ts';
import { createSourceService, type SourceService } from './sources/source-service.ts';
import { openStoryboards } from './storyboards/open-storyboards.ts';
import type { StoryboardExports } from './storyboards/storyboard-export.ts';
import { openDownloads } from './downloads/open-downloads.ts';
import type { Network } from './network/network.ts';
import { openNetwork } from './network/open-network.ts';
import { openSync } from './sync/open-sync.ts';
import type { WebhookReceiver } from './sync/webhook-receiver.ts';
import { createStyleService } from './styles/style-service.ts';
import { statistics } from './statistics.ts';
import { systemHealth } from './system-health.ts';
import { createTokenService, type TokenService } from './tokens/token-service.ts';

export interface Core {
  readonly dispatch: Dispatch;
  readonly events: Pick<EventHub, 'subscribe' | 'since'>;
  readonly images: ImageFiles;
  readonly sources: SourceService;
  readonly recall: RecallService;
  readonly palettes: PaletteService;
  readonly credits: Pick<CreditService, 'enabled' | 'hold' | 'release'>;
  readonly dialectJobs: DialectJobs;
  readonly gridGenerations: GridGenerations;
  readonly clock: () => number;
  /** Whoever opens the local API says here where it answers. */
  readonly localApi: LocalApiHolder;
  /** The one way out to other computers, for doors too. */
  readonly network: Network;
  readonly settings: SettingsService;
  readonly tokens: TokenService;
  readonly webhooks: WebhookReceiver;
  readonly exports: Pick<StoryboardExports, 'path'>;
  readonly backups: Pick<BackupService, 'takeUp'>;
  readonly logger: Logger;
  /** Begins working the queue. */
  start(): void;
  /** Stops the queue, closes hosts and database. A running job continues at the next start. */
  close(): Promise<void>;
}

/** @throws DATA_FOLDER_IN_USE, DATA_FOLDER_READ_ONLY, DATABASE_CORRUPT, DATABASE_FROM_THE_FUTURE, DISK_FULL */
export function openCore(options: CoreOptions): Promise<Core> {
  // A promise, so that opening may become asynchronous without changing every door.
  return Promise.resolve().then(() => build(options));
}

function build(options: CoreOptions): Core {
  const randomSeed = options.randomSeed ?? (() => randomInt(0, seedMax + 1));
  const { home, resources, version, desktop, clock = Date.now, newId = randomUUID } = options;

  makeDataFolder(home);
  const unlock = lockDataFolder({ home, binding: options.sqliteBinding });
  try {
    const logger = createLogger({ folder: join(home, 'logs'), clock });
    const log = logger.line;
    const binding = options.sqliteBinding;
    const store = openSafely({ home, binding, clock, log, restore: options.restore });
    const events = createEventHub({
      firstSequence: clock(),
      onListenerError: (error) => log(`an event listener failed: ${String(error)}`),
    });
    const tables = { jobs: createJobTable(store), images: createImageTable(store), lineage: createLineageTable(store) };
    const runTimes = createRunTimeTable(store);
    const engine = createLearningEngine(createEngine({ startHost: options.startHost, clock, log }), runTimes);
    const settingsTable = createSettingsTable(store);
    const settings = createSettingsService({ store, table: settingsTable, events, log });
    const { providers, drawing } = openProviders({ home, store, engine, settings, runTimes, version, log });
    const network = openNetwork({ store, events, settings, clock });
    const likeness = openLikeness({ store, images: tables.images, engine, events, log });
    const files = createImageFiles({ home, images: tables.images, engine, keepTraits: likeness.keepTraits });
    const sources = createSourceService({ home, engine, files, origins: tables.lineage });
    const drawnWith = openModels({ home, resources, store, engine, settings, events, clock, log });
    const { models, upscalers, loras, palettes, chosen } = drawnWith;
    const downloads = openDownloads({ home, resources, store, network, models, events, clock, log });
    const recall = createRecallService({ home, engine, files, models, loras });
    const preflight = createPreflightService({ engine, runTimes, providers, chosen, lora: loras.find });
    const styles = createStyleService({ resources, store, table: createStyleTable(store), events, newId, clock });
    const shelves = openLibrary({ home, store, ...tables, files, events, likeness, clock, newId, log });
    shelves.trash.finishRemovals();
    const parts = { home, store, engine, files, events, clock, newId, log, likeness };
    const exchange = openExchange({ ...tables, ...shelves, ...parts });
    const tokens = createTokenService({ home, table: createTokenTable(store.database), clock, newId });
    const shared = { store, ...tables, events, logger, clock };
    const sync = openSync({
      network,
      ...shared,
      home,
      box: options.secretBox ?? createFileSecretBox(home),
      settingsTable,
      files,
      random: Math.random,
      log,
      version,
    });
    const credits = createCreditService({
      store,
      table: createCreditTable(store),
      enabled: () => settings.get().credits,
      clock,
    });
    const lineage = openLineage({
      ...shared,
      ...drawnWith,
      ...shelves,
      home,
      version,
      engine,
      files,
      sources,
      newId,
      log,
    });
    const witness = witnessAll(sync.witness, credits.witness, lineage.witness);
    const retryPolicy = () => retryPolicyOf(settings.get(), options.retries);
    const words = createPromptWords({ home, store });
    const { jobs, line, queue } = openJobs({
      ...shared,
      settingsTable,
      witness,
      retryPolicy,
      files,
      sources,
      engine: drawing,
      version,
      runModel: chosen.run,
      runOfUpscaler: upscalers.runOf,
      chooseUpscaler: upscalers.choose,
      newId,
      randomSeed,
      model: chosen.usable,
      style: styles.get,
      excludedSets: chosen.excludedSets,
      lora: loras.find,
      picture: shelves.library.get,
      wildcard: words.wildcard,
      assertCovered: credits.assertCovered,
    });
    const storyboards = openStoryboards({
      network,
      home,
      store,
      jobs,
      files,
      engine,
      events,
      settings: settings.get,
      log,
      newId,
      now: () => new Date(clock()).toISOString(),
      assertLook: ({ model, aspect, style }) => {
        const look = chosen.usable(model ?? undefined);
        const recipe = { prompt: 'a look', style, ...(aspect === null ? {} : { aspect }) };
        resolveRecipe({ recipe, model: look, style: style === null ? null : styles.get(style), randomSeed: () => 0 });
      },
    });
    const dialectJobs = createDialectJobTable(store);
    const gridGenerations = createGridGenerations({ jobs, generations: dialectJobs, events, clock, log });
    const localApi = createLocalApiHolder();
    const backups = openBackups({ ...shared, home, binding, files, engine, upscalers, log });
    const startedAt = clock();
    const health = () => systemHealth({ home, version, startedAt, clock, store, jobs: tables.jobs, engine });
    const model = () => models.get(undefined);
    const doctor = createDoctorService({ home, version, store, engine, providers, network, sync, model, clock });
    const handlers = createHandlers({
      jobs,
      queue: line,
      network,
      downloads,
      lineage: lineage.handlers({ jobs, queue }),
      words,
      ...shelves,
      exchange,
      models,
      loras,
      upscalers,
      styles,
      settings,
      tokens,
      files,
      sources,
      recall,
      preflight,
      providers,
      palettes,
      backups,
      credits,
      storyboards,
      sync: sync.service,
      doctor,
      engine,
      logger,
      desktop,
      health,
      about: () => aboutStudio({ home, resources }),
      localApi,
      stats: () => statistics(store, clock),
    });

    return {
      dispatch: createDispatch({ handlers, log }),
      events,
      images: files,
      sources,
      recall,
      credits,
      dialectJobs,
      gridGenerations,
      clock,
      localApi,
      network,
      settings,
      tokens,
      webhooks: sync.receiver,
      palettes,
      backups,
      exports: {
        path: (file) => storyboards.exports.path(file) ?? palettes.exportPath(file) ?? exchange.exports.path(file),
      },
      logger,
      start() {
        void drawnWith.readAnew();
        sync.start();
        lineage.start();
        exchange.start();
        backups.start(() => {
          queue.start();
          downloads.takeUp();
          storyboards.start();
          gridGenerations.start();
        });
      },
      async close() {
        await backups.close();
        gridGenerations.stop();
        palettes.close();
        await storyboards.close();
        await queue.close();
        await downloads.close();
        await lineage.close();
        await sync.close();
        await exchange.close();
        store.close();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}
