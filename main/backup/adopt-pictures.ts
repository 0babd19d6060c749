// Takes pictures up again that stand in the library folder and are not recorded: after a restoration, those made since the backup.

import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import { z } from 'zod';
import { DrawnFrom } from '../../shared/domain/exemplar-source.ts';
import { ImageId, JobId } from '../../shared/domain/ids.ts';
import type { Restoration } from '../../shared/domain/backup.ts';
import type { JobTask } from '../../shared/domain/job.ts';
import { ResolvedRecipe, Seed, Variation } from '../../shared/domain/recipe.ts';
import { lanczosId, UpscaleFactor, type UpscalerId } from '../../shared/domain/upscaler.ts';
import type { Engine } from '../engine/supervisor.ts';
import type { ImageFiles } from '../library/image-files.ts';
import { createAdoptionTable } from '../store/adoption-table.ts';
import type { Store } from '../store/database.ts';
import type { FinishedFile, ImageTable } from '../store/image-table.ts';
import type { JobTable } from '../store/job-table.ts';

/** @param options.isWanted asked before each picture; the rest is left when it is not */
export type AdoptPictures = (options: {
  readonly isWanted: () => boolean;
}) => Promise<NonNullable<Restoration['adopted']>>;

/** What a picture drawn here says of itself, as engine/image/picture-metadata.ts writes it. */
const OwnWords = z.object({
  version: z.literal(1),
  recipe: ResolvedRecipe,
  image: z.object({
    id: ImageId,
    index: z.int().min(0).max(3),
    seed: Seed,
    variations: z.array(Variation),
    parent: ImageId.nullable(),
    kind: z.enum(['generated', 'variation', 'upscale']),
  }),
  drawnFrom: DrawnFrom.default([]),
  upscale: z.object({ factor: UpscaleFactor, upscaler: z.string() }).optional(),
});
type OwnWords = z.infer<typeof OwnWords>;

export function createPictureAdoption(options: {
  readonly home: string;
  readonly store: Store;
  readonly jobs: JobTable;
  readonly images: ImageTable;
  readonly files: Pick<ImageFiles, 'absolutePath'>;
  readonly engine: Pick<Engine, 'recall'>;
  /** The installed upscaler of that name. */
  readonly upscalerCalled: (name: string) => UpscalerId | undefined;
  readonly log: (line: string) => void;
}): AdoptPictures {
  const { store, jobs, images, files, log } = options;
  const library = join(options.home, 'library');
  const adoption = createAdoptionTable(store);

  /** Read in the imaging host, where a hostile file harms nothing. @returns null for a picture that was not drawn here */
  async function wordsOf(path: string): Promise<OwnWords | null> {
    const recalled = await options.engine.recall(path).catch((error: unknown) => {
      log(`${basename(path)} could not be read: ${String(error)}`);
      return null;
    });
    const text = recalled?.raw.find(({ place, key }) => place === 'png' && key === 'tessera')?.text;
    const words = OwnWords.safeParse(jsonOf(text));
    return words.success ? words.data : null;
  }

  async function adopt(file: string): Promise<boolean> {
    const path = files.absolutePath(file);
    const words = await wordsOf(path);
    if (words === null || !isPlaceOf(words.image.id, file)) return false;
    const facts = await factsOf(path);
    const finished = { file, ...facts, drawnFrom: words.drawnFrom };
    return store.transaction('backup.adopt', () => record(words, finished, facts.writtenAt));
  }

  function record(words: OwnWords, finished: FinishedFile, at: string): boolean {
    const { recipe, image } = words;
    const { id } = image;
    if (images.find(id) === null) {
      const own = ownJob(id, image.index);
      // One whose pictures were not all drawn from one recipe cannot be put together again: each gets a job for itself.
      const isOwn = own !== null && (jobs.find(own) === null || sameTask(own, taskOf(words)));
      const job = isOwn ? own : JobId.parse(id);
      if (jobs.find(job) === null) adoption.insertCompletedJob({ id: job, task: taskOf(words), at });
      const { width, height } = finished;
      images.insertPlanned({ ...image, job, width, height, createdAt: at });
    }
    const { styledPrompt, styledNegativePrompt, model } = recipe;
    return images.finish(id, finished, { prompt: styledPrompt, negativePrompt: styledNegativePrompt, model });
  }

  function taskOf({ recipe, image, upscale }: OwnWords): JobTask {
    const { parent, kind } = image;
    if (kind !== 'upscale' || parent === null || upscale === undefined) return { kind: 'generate', recipe };
    const upscaler = options.upscalerCalled(upscale.upscaler) ?? lanczosId;
    return { kind: 'upscale', recipe, parent, factor: upscale.factor, upscaler };
  }

  function sameTask(id: JobId, task: JobTask): boolean {
    return JSON.stringify(jobs.find(id)?.task) === JSON.stringify(task);
  }

  return async ({ isWanted }) => {
    const known = adoption.knownFiles();
    const found = existsSync(library) ? picturesIn(library) : [];
    let pictures = 0;
    let unknown = 0;
    for (const file of found) {
      if (!isWanted()) break;
      if (known.has(file)) continue;
      if (await adopt(file)) pictures += 1;
      else unknown += 1;
    }
    const there = new Set(found);
    const missing = [...known].filter((file) => !there.has(file)).length;
    return { pictures, unknown, missing };
  };
}

/** A picture's id is its job's id and its place. */
function ownJob(id: ImageId, index: number): JobId | null {
  const end = `-${index}`;
  const job = JobId.safeParse(id.endsWith(end) ? id.slice(0, -end.length) : '');
  return job.success ? job.data : null;
}

/** Whether the picture wrote this file itself: a copy of it that came from elsewhere is another picture. */
function isPlaceOf(id: ImageId, file: string): boolean {
  const name = basename(file);
  return name === `${id}.png` || /^mock_\d+\.png$/.test(name);
}

/** Paths below the library, with forward slashes, the oldest folder first. */
function picturesIn(library: string): string[] {
  return readdirSync(library, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.png') && !basename(name).startsWith('.'))
    .map((name) => name.split(sep).join('/'))
    .toSorted();
}

const pngHeadBytes = 24;

async function factsOf(path: string) {
  const { size, mtime } = await stat(path);
  const hash = createHash('sha256');
  for await (const bytes of createReadStream(path)) hash.update(bytes as Buffer);
  const head = Buffer.alloc(pngHeadBytes);
  const file = await open(path, 'r');
  try {
    await file.read(head, 0, pngHeadBytes, 0);
  } finally {
    await file.close();
  }
  return {
    sizeBytes: size,
    sha256: hash.digest('hex'),
    // The first chunk of every PNG is IHDR, which begins with the size.
    width: head.readUInt32BE(16),
    height: head.readUInt32BE(20),
    writtenAt: mtime.toISOString(),
  };
}

function jsonOf(text: string | undefined): unknown {
  try {
    return text === undefined ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
