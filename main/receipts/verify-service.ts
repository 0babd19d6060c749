// Renders a picture again from its recipe, beside the library, and says how far the two differ and what has changed since.

import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type ImageId, JobId } from '../../shared/domain/ids.ts';
import type { Image } from '../../shared/domain/image.ts';
import type { EngineFacts, PixelDifference, ReceiptChange, Verification } from '../../shared/domain/receipt.ts';
import type { RunModel } from '../../shared/engine-protocol.ts';
import { TesseraError } from '../../shared/errors.ts';
import type { Engine } from '../engine/supervisor.ts';
import type { EventHub } from '../event-hub.ts';
import { engineCommand } from '../jobs/engine-command.ts';
import { type ImageFiles, imageNotFound } from '../library/image-files.ts';
import type { SourceService } from '../sources/source-service.ts';
import type { ImageTable } from '../store/image-table.ts';
import type { JobTable, StoredJob } from '../store/job-table.ts';
import type { UpscalerService } from '../upscalers/upscaler-service.ts';
import type { FileRecords } from './file-records.ts';
import type { ReceiptService } from './receipt-service.ts';

export interface VerifyService {
  /**
   * Waits for its turn behind the job at work. Asked twice at once, it renders once.
   * @throws IMAGE_NOT_FOUND, INVALID_INPUT for an imported picture, CANCELLED
   */
  verify(id: ImageId): Promise<Verification>;
  stop(id: ImageId): void;
}

/** A picture that is rendered again: its record, the job it came from and its file. */
interface Subject {
  readonly image: Image;
  readonly job: StoredJob;
  readonly path: string;
}

interface Rendered {
  readonly file: string;
  readonly sha256: string;
  readonly engine: EngineFacts | null;
}

export function createVerifyService(options: {
  readonly home: string;
  readonly jobs: Pick<JobTable, 'find'>;
  readonly images: Pick<ImageTable, 'findItem' | 'drawnFrom'>;
  readonly files: ImageFiles;
  readonly sources: SourceService;
  readonly runModel: (recipe: Pick<StoredJob['task']['recipe'], 'model' | 'loras'>) => RunModel;
  readonly upscaler: UpscalerService['runOf'];
  readonly engine: Pick<Engine, 'run' | 'compare'>;
  readonly receipts: ReceiptService;
  readonly records: Pick<FileRecords, 'read'>;
  readonly events: Pick<EventHub, 'announce'>;
  readonly version: string;
}): VerifyService {
  const { files, engine, receipts } = options;
  const underWay = new Map<ImageId, { readonly abort: AbortController; readonly result: Promise<Verification> }>();

  async function verified(id: ImageId, signal: AbortSignal): Promise<Verification> {
    const subject = subjectOf(id);
    const scratch = join(options.home, 'cache', 'verifying', randomUUID());
    mkdirSync(scratch, { recursive: true });
    try {
      const rendered = await render(subject, { scratch, signal });
      const difference = await differenceOf(subject, rendered);
      const outcome = difference.max === 0 ? 'same' : 'different';
      const changes = await changesSince(subject, { engine: rendered.engine, outcome });
      return { image: id, outcome, difference, problem: null, changes };
    } catch (thrown) {
      if (!(thrown instanceof TesseraError) || thrown.code === 'CANCELLED') throw thrown;
      const { code, message } = thrown;
      const changes = await changesSince(subject, { engine: null, outcome: 'impossible' });
      return {
        image: id,
        outcome: 'impossible',
        difference: null,
        problem: { code, message },
        changes: [...goneBy(code), ...changes],
      };
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }

  function subjectOf(id: ImageId): Subject {
    const item = options.images.findItem(id);
    const path = files.path(id);
    if (item === null || path === null) throw imageNotFound(id);
    const job = item.recipe === null ? null : options.jobs.find(item.image.job);
    if (job !== null) return { image: item.image, job, path };
    throw new TesseraError('INVALID_INPUT', 'This picture was imported, so there is no recipe to render it again by.', {
      details: { field: 'id' },
    });
  }

  async function render(
    { image, job }: Subject,
    { scratch, signal }: { readonly scratch: string; readonly signal: AbortSignal },
  ): Promise<Rendered> {
    const file = join(scratch, `${image.id}.png`);
    const command = engineCommand({
      ...options,
      job: { ...job, id: JobId.parse(`verify-${randomUUID()}`), saveLatents: null },
      missing: [image],
      files: { ...files, absolutePath: () => file, unfinished: scratch },
      drawnFrom: options.images.drawnFrom,
    });
    let rendered: Rendered | null = null;
    await engine.run(command, {
      signal,
      onEvent(event) {
        if (event.kind === 'progress') {
          options.events.announce('lineage.verifying', { id: image.id, progress: event.fraction });
        }
        if (event.kind === 'image') rendered = { file, sha256: event.sha256, engine: event.engine ?? null };
      },
    });
    if (rendered !== null) return rendered;
    throw new TesseraError('INTERNAL', 'The engine ended without making the picture. The log has the details.');
  }

  /** The same bytes need not be looked into. */
  async function differenceOf(subject: Subject, rendered: Rendered): Promise<PixelDifference> {
    if (rendered.sha256 === subject.image.sha256 && !(await isAltered(subject))) return { max: 0, share: 0 };
    return await engine.compare({ one: subject.path, other: rendered.file });
  }

  async function isAltered({ image, path }: Subject): Promise<boolean> {
    return image.sha256 !== null && (await options.records.read(path)) !== image.sha256;
  }

  /** Files that look as they were are read only when nothing else explains a difference. */
  async function changesSince(
    subject: Subject,
    now: { readonly engine: EngineFacts | null; readonly outcome: Verification['outcome'] },
  ): Promise<ReceiptChange[]> {
    const { image, job } = subject;
    const since = (anew: boolean) => receipts.changes(image.id, job.task, { engine: now.engine, anew });
    const altered: ReceiptChange[] = (await isAltered(subject)) ? [{ kind: 'picture' }] : [];
    const changes = await since(false);
    const isExplained = now.outcome === 'same' || altered.length > 0 || changes.some(({ kind }) => kind === 'file');
    return isExplained ? [...altered, ...changes] : await since(true);
  }

  return {
    async verify(id) {
      const known = underWay.get(id);
      if (known !== undefined) return await known.result;
      const abort = new AbortController();
      const result = verified(id, abort.signal).finally(() => underWay.delete(id));
      underWay.set(id, { abort, result });
      return await result;
    },
    stop: (id) => underWay.get(id)?.abort.abort(),
  };
}

/** What a failure to even begin says of what the recipe names. */
function goneBy(code: string): ReceiptChange[] {
  const what = {
    MODEL_NOT_FOUND: 'model',
    PALETTE_NOT_FOUND: 'model',
    LORA_NOT_FOUND: 'lora',
    UPSCALER_NOT_FOUND: 'upscaler',
    SOURCE_NOT_FOUND: 'source',
    FILE_NOT_FOUND: 'parent',
  } as const;
  return Object.hasOwn(what, code) ? [{ kind: 'gone', what: what[code as keyof typeof what] }] : [];
}
