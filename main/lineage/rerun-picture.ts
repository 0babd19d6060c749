// Queues the recipe of one picture again, as it was resolved when the picture was made.

import { ImageId, JobId } from '../../shared/domain/ids.ts';
import type { Job, JobDoor, JobTask } from '../../shared/domain/job.ts';
import { recipeOfImage } from '../../shared/domain/recipe.ts';
import { TesseraError } from '../../shared/errors.ts';
import type { EventHub } from '../event-hub.ts';
import type { JobQueue } from '../jobs/job-queue.ts';
import type { JobService } from '../jobs/job-service.ts';
import { imageNotFound } from '../library/image-files.ts';
import type { Store } from '../store/database.ts';
import type { ImageTable } from '../store/image-table.ts';
import type { JobTable } from '../store/job-table.ts';

/** @throws IMAGE_NOT_FOUND, INVALID_INPUT for an imported picture, MODEL_NOT_FOUND, SOURCE_NOT_FOUND */
export function rerunPicture(
  of: { readonly id: ImageId; readonly door: JobDoor },
  parts: {
    readonly store: Store;
    readonly tables: { readonly jobs: JobTable; readonly images: ImageTable };
    readonly jobs: Pick<JobService, 'get'>;
    readonly queue: Pick<JobQueue, 'wake'>;
    readonly events: Pick<EventHub, 'announce'>;
    readonly newId: () => string;
    readonly now: () => string;
    /** Throws when what the recipe names is not there. */
    readonly assertDrawable: (recipe: JobTask['recipe']) => void;
  },
): Job {
  const { tables, store } = parts;
  const item = tables.images.findItem(of.id);
  if (item === null) throw imageNotFound(of.id);
  const old = item.recipe === null ? null : tables.jobs.find(item.image.job);
  if (old === null) {
    throw new TesseraError('INVALID_INPUT', 'This picture was imported, so there is no recipe to draw it by.', {
      details: { field: 'id' },
    });
  }
  const { image } = item;
  const id = JobId.parse(parts.newId());
  const createdAt = parts.now();
  const { seed, variations, kind, parent, width, height } = image;
  const recipe = { ...recipeOfImage(old.task.recipe, image.index), seed, variations, count: 1 };
  parts.assertDrawable(recipe);
  const again = { job: id, index: 0, kind, parent, seed, variations, width, height, createdAt };
  store.transaction('lineage.rerun', () => {
    const request = JSON.stringify({ kind: 'rerun', image: of.id });
    tables.jobs.insert({ id, door: of.door, request, task: { ...old.task, recipe }, saveLatents: null, createdAt });
    tables.images.insertPlanned({ ...again, id: ImageId.parse(`${id}-0`) });
  });
  const job = parts.jobs.get(id);
  parts.events.announce('job.changed', job);
  parts.queue.wake();
  return job;
}
