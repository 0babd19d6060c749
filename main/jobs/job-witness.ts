// Who is told of a job as it goes, so that what follows from it is written in the same transaction.

import type { ImageId } from '../../shared/domain/ids.ts';
import type { JobStage } from '../../shared/domain/job.ts';
import type { EngineFacts } from '../../shared/domain/receipt.ts';
import type { StoredJob } from '../store/job-table.ts';

export interface JobWitness {
  /** A run of the job begins: what it works with is chosen, and nothing of that is read yet. Outside any transaction. */
  began?(job: StoredJob): void;
  /** The running job came further. Called often, outside any transaction; `progress` is 0..1 and never goes back. */
  progressed(job: StoredJob, stage: JobStage, progress: number): void;
  /** Within the transaction that marks the picture ready; `engine` is what drew it, as far as its host said. */
  pictureStored(job: StoredJob, image: ImageId, engine?: EngineFacts): void;
  /** Within the transaction that ends the job: it is completed, failed or cancelled now. */
  ended(job: StoredJob): void;
}

/** Tells each of them in turn; one that cares for only some news leaves the rest out. */
export function witnessAll(...witnesses: readonly Partial<JobWitness>[]): JobWitness {
  return {
    began: (...news) => witnesses.forEach((witness) => witness.began?.(...news)),
    progressed: (...news) => witnesses.forEach((witness) => witness.progressed?.(...news)),
    pictureStored: (...news) => witnesses.forEach((witness) => witness.pictureStored?.(...news)),
    ended: (...news) => witnesses.forEach((witness) => witness.ended?.(...news)),
  };
}
