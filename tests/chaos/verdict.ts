// What became of the promises: every row, every file and every pixel of the data folder held against them.

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import sharp from 'sharp';
import { z } from 'zod';
import type { Promises } from './promises.ts';

export interface Verdict {
  readonly jobs: number;
  readonly pictures: number;
  /** Pictures of which another of the same recipe was there to compare with. */
  readonly compared: number;
  readonly lost: readonly string[];
  readonly duplicated: readonly string[];
  readonly stuck: readonly string[];
  /** Neither lost nor twice, and not as they should be. */
  readonly wrong: readonly string[];
  readonly database: string;
}

const JobRow = z.object({ id: z.string(), state: z.string(), planned: z.int(), error: z.string().nullable() });
const PictureRow = z.object({
  id: z.string(),
  job: z.string(),
  state: z.string(),
  file: z.string().nullable(),
  sha256: z.string().nullable(),
  parent: z.string().nullable(),
  /** All that decides the pixels, the parent's pixels left out. */
  decides: z.string(),
  kind: z.string(),
});
type Picture = z.infer<typeof PictureRow>;

/** @param options.home of a studio that has ended */
export async function judge(options: { readonly home: string; readonly promises: Promises }): Promise<Verdict> {
  const { home, promises } = options;
  const { jobs, pictures, soundness } = readDatabase(join(home, 'tessera.db'));
  const library = join(home, 'library');
  const files = readdirSync(library, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const fileOf = (picture: Picture) => join(library, ...(picture.file ?? 'none').split('/'));
  const ready = new Map(pictures.filter(({ state }) => state === 'ready').map((picture) => [picture.id, picture]));
  const bytes = new Map([...ready.values()].map((picture) => [picture.id, hashOf(fileOf(picture))]));
  const known = new Set([...ready.values()].map(fileOf));
  const pixels = await pixelsByKind(pictures, fileOf);

  return {
    jobs: jobs.length,
    pictures: ready.size,
    compared: pixels.compared,
    lost: [
      ...[...promises.asked.keys()].filter((id) => !jobs.some((job) => job.id === id)).map((id) => `job ${id}`),
      ...[...promises.pictures.keys()].filter((id) => !ready.has(id)).map((id) => `picture ${id}, which was announced`),
      ...[...ready.values()].filter(({ id }) => bytes.get(id) === null).map(({ id }) => `the file of picture ${id}`),
    ],
    duplicated: [
      ...jobs.filter(({ id }) => ![...promises.asked.keys()].includes(id as never)).map(({ id }) => `job ${id}`),
      ...jobs
        .filter(({ id, planned }) => pictures.filter(({ job }) => job === id).length !== planned)
        .map(({ id, planned }) => `pictures of job ${id}: ${planned} were asked for`),
      ...files.filter((file) => !known.has(file)).map((file) => `file ${file}, which belongs to no picture`),
    ],
    stuck: jobs.filter(({ state }) => state !== 'completed').map(({ id, state, error }) => `${id}: ${state} ${error}`),
    wrong: [
      ...promises.contradictions,
      ...[...ready.values()]
        .filter(({ id, sha256 }) => bytes.get(id) !== null && bytes.get(id) !== sha256)
        .map(({ id }) => `the bytes of picture ${id}`),
      ...[...promises.pictures.values()]
        .filter(({ id, sha256 }) => ready.has(id) && ready.get(id)?.sha256 !== sha256)
        .map(({ id }) => `picture ${id} is not the one that was announced`),
      ...pixels.differing.map((ids) => `pictures of one recipe that differ: ${ids.join(' ')}`),
      ...leftovers(join(home, 'cache', 'unfinished')).map((name) => `steps of a finished picture: ${name}`),
    ],
    database: soundness,
  };
}

function readDatabase(path: string) {
  const database = new Database(path, { readonly: true });
  try {
    const soundness = z.string().parse(database.pragma('integrity_check', { simple: true }));
    const orphans = z.array(z.unknown()).parse(database.pragma('foreign_key_check'));
    return {
      soundness: orphans.length === 0 ? soundness : `${orphans.length} rows point nowhere`,
      jobs: z.array(JobRow).parse(
        database
          .prepare(
            `SELECT id, state, error,
                 CASE task ->> '$.kind' WHEN 'upscale' THEN 1 WHEN 'vary' THEN 4 ELSE request ->> '$.recipe.count' END AS planned
               FROM jobs`,
          )
          .all(),
      ),
      pictures: z.array(PictureRow).parse(
        database
          .prepare(
            `SELECT images.id, images.job, images.state, file, sha256, parent, kind,
                 json_array(task -> '$.recipe', seed, variations, task -> '$.factor') AS decides
               FROM images JOIN jobs ON jobs.id = images.job`,
          )
          .all(),
      ),
    };
  } finally {
    database.close();
  }
}

/** The same recipe gives the same pixels, however often its drawing was interrupted. */
async function pixelsByKind(pictures: readonly Picture[], fileOf: (picture: Picture) => string) {
  const byId = new Map(pictures.map((picture) => [picture.id, picture]));
  function originOf({ kind, decides, parent }: Picture): string {
    const made = kind === 'upscale' ? byId.get(parent ?? '') : undefined;
    return made === undefined ? decides : `${decides} of ${originOf(made)}`;
  }
  const groups = new Map<string, Map<string, string[]>>();
  for (const picture of pictures) {
    if (picture.file === null || !existsSync(fileOf(picture))) continue;
    const raw = await sharp(fileOf(picture)).raw().toBuffer();
    const group = groups.get(originOf(picture)) ?? new Map<string, string[]>();
    const hash = createHash('sha256').update(raw).digest('hex');
    group.set(hash, [...(group.get(hash) ?? []), picture.id]);
    groups.set(originOf(picture), group);
  }
  const sizes = [...groups.values()].map((group) => [...group.values()].flat().length);
  return {
    compared: sizes.filter((size) => size > 1).reduce((sum, size) => sum + size, 0),
    differing: [...groups.values()].filter((group) => group.size > 1).map((group) => [...group.values()].flat()),
  };
}

function hashOf(path: string): string | null {
  return existsSync(path) ? createHash('sha256').update(readFileSync(path)).digest('hex') : null;
}

function leftovers(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}
