// Keeps with each picture what it was made with, and says what of that has changed. Pictures made alike share a receipt.

import type { ImageId, JobId } from '../../shared/domain/ids.ts';
import type { LibraryItem } from '../../shared/domain/image.ts';
import type { JobTask } from '../../shared/domain/job.ts';
import type { EngineFacts, Receipt, ReceiptChange, StoredReceipt } from '../../shared/domain/receipt.ts';
import type { JobWitness } from '../jobs/job-witness.ts';
import type { ReceiptTable } from '../store/receipt-table.ts';
import type { FileRecords } from './file-records.ts';
import { filesOfRun, type RunFile, type RunFileSources } from './run-files.ts';
import { nameOf, whatChanged } from './what-changed.ts';

type Circumstances = Omit<Receipt, 'noise'>;

export interface Machine {
  readonly app: string;
  readonly platform: string;
  readonly cpu: string;
}

export interface ReceiptService {
  readonly witness: Pick<JobWitness, 'began' | 'pictureStored' | 'ended'>;
  /** null for a picture from before receipts were kept. @throws IMAGE_NOT_FOUND */
  of(id: ImageId): Promise<Receipt | null>;
  /**
   * What is not as it was when the picture was made.
   * @param now.engine what would draw it today; null where that is not known
   * @param now.anew whether to read every file, though neither its date nor its size is another
   */
  changes(
    id: ImageId,
    task: JobTask,
    now: { readonly engine: EngineFacts | null; readonly anew: boolean },
  ): Promise<ReceiptChange[]>;
}

export function createReceiptService(options: {
  readonly table: ReceiptTable;
  readonly files: FileRecords;
  readonly sources: RunFileSources;
  readonly machine: Machine;
  readonly picture: (id: ImageId) => LibraryItem;
}): ReceiptService {
  const { table, files, sources, machine } = options;
  /** As things were when the job's run began: what is changed while it draws is not what it draws with. */
  const begun = new Map<JobId, Pick<StoredReceipt, 'files' | 'weightTypes'>>();

  function weightTypesOf(task: JobTask): string[] {
    if (task.kind === 'upscale') return [];
    return sources.models.get(task.recipe.model).manifest.header?.weightTypes ?? [];
  }

  /** Files that are there, by their numbers. */
  function noticed(places: readonly RunFile[]): StoredReceipt['files'] {
    return places.flatMap(({ path, ...file }) => {
      const known = files.noticed(path);
      return known === null ? [] : [{ ...file, known }];
    });
  }

  async function shown({ files: named, ...rest }: StoredReceipt): Promise<Circumstances> {
    await files.settled();
    const known = named.flatMap(({ known: number, ...file }) => {
      const state = files.known(number);
      return state === null ? [] : [{ ...file, sizeBytes: state.sizeBytes, sha256: state.sha256 }];
    });
    return { ...rest, files: known };
  }

  /** Where the files of a receipt lie today: a model that was moved and added again is still the same model. */
  function placesOf({ files: named }: StoredReceipt, task: JobTask): RunFile[] {
    const today = new Map(filesOrNone(task, sources).map((file) => [nameOf(file), file.path]));
    return named.flatMap(({ known, ...file }) => {
      const path = today.get(nameOf(file)) ?? files.known(known)?.path;
      return path === undefined ? [] : [{ ...file, path }];
    });
  }

  async function readAnew(places: readonly RunFile[], now: Circumstances): Promise<Circumstances> {
    const read = new Map<string, string | null>();
    for (const place of places) read.set(nameOf(place), await files.read(place.path));
    return { ...now, files: now.files.map((file) => ({ ...file, sha256: read.get(nameOf(file)) ?? null })) };
  }

  return {
    witness: {
      began({ id, task }) {
        begun.set(id, { files: noticed(filesOfRun(task, sources)), weightTypes: weightTypesOf(task) });
      },
      pictureStored(job, image, engine) {
        table.give(image, {
          ...machine,
          engine: engine ?? null,
          ...(begun.get(job.id) ?? { files: [], weightTypes: [] }),
        });
      },
      ended: (job) => void begun.delete(job.id),
    },
    async of(id) {
      const { recipe } = options.picture(id);
      const stored = table.ofImage(id);
      return stored === null ? null : { ...(await shown(stored)), noise: recipe?.noise ?? null };
    },
    async changes(id, task, { engine, anew }) {
      const stored = table.ofImage(id);
      if (stored === null) return [{ kind: 'no-receipt' }];
      const places = placesOf(stored, task);
      const before = await shown(stored);
      const now = await shown({ ...stored, ...machine, engine, files: noticed(places) });
      return whatChanged(before, anew ? await readAnew(places, now) : now);
    },
  };
}

/** Of a task that names what is gone there are none to look for: they are looked for where they were. */
function filesOrNone(task: JobTask, sources: RunFileSources): RunFile[] {
  try {
    return filesOfRun(task, sources);
  } catch {
    return [];
  }
}
