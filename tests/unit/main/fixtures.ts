// What the tests of main build on: a real database in a temporary folder and the services over a fake engine.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createEventHub } from '../../../main/event-hub.ts';
import { createJobQueue } from '../../../main/jobs/job-queue.ts';
import { createQueuePause } from '../../../main/jobs/queue-pause.ts';
import { createQueueService } from '../../../main/jobs/queue-service.ts';
import { createJobService } from '../../../main/jobs/job-service.ts';
import type { RetryPolicy } from '../../../main/jobs/retry-policy.ts';
import { createImageFiles } from '../../../main/library/image-files.ts';
import { openLibrary } from '../../../main/library/open-library.ts';
import { createLogger } from '../../../main/logging/logger.ts';
import { createModelService } from '../../../main/models/model-service.ts';
import { openNetwork } from '../../../main/network/open-network.ts';
import { createPaletteShelf } from '../../../main/palettes/palette-shelf.ts';
import { createSettingsService } from '../../../main/settings/settings-service.ts';
import { lanczosId } from '../../../shared/domain/upscaler.ts';
import { createSourceService } from '../../../main/sources/source-service.ts';
import { createFileSecretBox } from '../../../main/secrets/secret-box.ts';
import { openStore } from '../../../main/store/database.ts';
import { createImageTable } from '../../../main/store/image-table.ts';
import { createJobTable } from '../../../main/store/job-table.ts';
import { createLineageTable } from '../../../main/store/lineage-table.ts';
import { createModelTable } from '../../../main/store/model-table.ts';
import { createSettingsTable } from '../../../main/store/settings-table.ts';
import { openSync } from '../../../main/sync/open-sync.ts';
import type { TesseraEvent } from '../../../shared/contract/index.ts';
import type { JobId } from '../../../shared/domain/ids.ts';
import { isFinished, type Job } from '../../../shared/domain/job.ts';
import { createFakeEngine } from '../../fakes/engine.ts';

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

interface StudioOptions {
  /** Left out, a failed job stays failed. */
  readonly retryPolicy?: RetryPolicy;
  /** Left out, a second passes between any two looks at the clock. */
  readonly clock?: () => number;
}

export function openStudio(home: string = temporaryFolder(), options: StudioOptions = {}) {
  const { retryPolicy = { limit: 0, firstDelaySeconds: 60 } } = options;
  let time = Date.parse('2026-11-21T10:00:00Z');
  let ids = 0;
  const ticking = (): number => {
    time += 1000;
    return time;
  };
  const clock = options.clock ?? ticking;
  const seen: TesseraEvent[] = [];
  const logger = createLogger({ folder: join(home, 'logs'), clock });
  const store = openStore({ file: join(home, 'tessera.db'), log: logger.line });
  const events = createEventHub({
    firstSequence: 0,
    onListenerError: (error) => {
      throw error;
    },
  });
  events.subscribe((event) => seen.push(event));
  const engine = createFakeEngine();
  const jobsTable = createJobTable(store);
  const images = createImageTable(store);
  const settingsTable = createSettingsTable(store);
  const settings = createSettingsService({ store, table: settingsTable, events, log: logger.line });
  const files = createImageFiles({ home, images, engine });
  const models = createModelService({
    resources: join(home, 'no-resources'),
    table: createModelTable(store),
    engine,
    settings,
    events,
    palettes: createPaletteShelf({ home, log: logger.line }),
    clock,
  });
  const lineage = createLineageTable(store);
  const sources = createSourceService({ home, engine, files, origins: lineage });
  const shelves = openLibrary({
    home,
    store,
    images,
    jobs: jobsTable,
    files,
    events,
    clock,
    newId: () => `collection-${(ids += 1)}`,
    log: logger.line,
  });
  const shared = { store, jobs: jobsTable, images, events, logger, clock };
  const network = openNetwork({ store, events, settings, clock: Date.now });
  const sync = openSync({
    network,
    ...shared,
    home,
    box: createFileSecretBox(home),
    settingsTable,
    files,
    random: () => 0.5,
    log: logger.line,
    version: '0.0.0',
  });
  const { witness } = sync;
  const pause = createQueuePause(settingsTable);
  const queue = createJobQueue({
    ...shared,
    witness,
    isPaused: pause.isPaused,
    files,
    sources,
    engine,
    version: '0.0.0',
    retryPolicy: () => retryPolicy,
    upscaler: () => null,
    runModel: ({ model }) => ({ folder: '', family: 'mock', name: model }),
  });
  const jobs = createJobService({
    ...shared,
    witness,
    queue,
    newId: () => `job-${(ids += 1)}`,
    randomSeed: () => 1234,
    model: models.get,
    style: (id) => ({ id, name: id, prompt: '', negativePrompt: '' }),
    picture: shelves.library.get,
    origin: lineage.origin,
    excludedSets: (id) => settings.get().excludedSets[id] ?? [],
    upscaler: (asked) => asked ?? lanczosId,
    lora: (name) => name,
    source: sources.path,
    wildcard: () => null,
    assertCovered: () => {},
    forgetUnfinished: files.forgetUnfinished,
  });

  const line = createQueueService({ ...shared, queue, pause });

  const submit = (prompt = 'a red apple', recipe: Record<string, number> = {}): Job =>
    jobs.submit({
      request: { kind: 'generate', recipe: { prompt, ...recipe } },
      id: undefined,
      saveLatents: undefined,
      door: 'test',
    });

  const finished = (id: JobId): Promise<Job> =>
    new Promise((resolve) => {
      const look = (): void => {
        const job = jobs.get(id);
        if (isFinished(job.state)) resolve(job);
        else setTimeout(look, 2);
      };
      look();
    });

  return {
    home,
    store,
    engine,
    events,
    seen,
    logger,
    jobs,
    jobsTable,
    images,
    settings,
    network,
    files,
    models,
    ...shelves,
    queue,
    line,
    sync,
    submit,
    finished,
  };
}
