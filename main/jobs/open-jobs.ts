// Puts together what works on jobs: the queue that draws them, the line they wait in, and what can be asked of them.

import type { LineageTable } from '../store/lineage-table.ts';
import type { SettingsTable } from '../store/settings-table.ts';
import { createJobQueue, type JobQueue } from './job-queue.ts';
import { createJobService, type JobService } from './job-service.ts';
import { createQueuePause } from './queue-pause.ts';
import { createQueueService, type QueueService } from './queue-service.ts';

type QueueParts = Omit<Parameters<typeof createJobQueue>[0], 'isPaused' | 'upscaler'>;
type ServiceParts = Omit<
  Parameters<typeof createJobService>[0],
  'queue' | 'upscaler' | 'source' | 'origin' | 'forgetUnfinished'
>;

interface JobParts extends QueueParts, ServiceParts {
  readonly settingsTable: SettingsTable;
  readonly lineage: Pick<LineageTable, 'origin'>;
  readonly runOfUpscaler: Parameters<typeof createJobQueue>[0]['upscaler'];
  readonly chooseUpscaler: Parameters<typeof createJobService>[0]['upscaler'];
}

export interface Jobs {
  readonly queue: JobQueue;
  readonly line: QueueService;
  readonly jobs: JobService;
}

export function openJobs(parts: JobParts): Jobs {
  const { files, sources, settingsTable } = parts;
  const pause = createQueuePause(settingsTable);
  const queue = createJobQueue({ ...parts, isPaused: pause.isPaused, upscaler: parts.runOfUpscaler });
  const jobs = createJobService({
    ...parts,
    queue,
    upscaler: parts.chooseUpscaler,
    source: sources.path,
    origin: parts.lineage.origin,
    forgetUnfinished: files.forgetUnfinished,
  });
  return { queue, line: createQueueService({ ...parts, queue, pause }), jobs };
}
