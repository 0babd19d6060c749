// What the studio promised while it was under fire: the jobs it was asked for and accepted, and the pictures it called finished.

import type { JobId } from '../../shared/domain/ids.ts';
import type { Job } from '../../shared/domain/job.ts';
import type { GenerationRequest } from '../../shared/domain/recipe.ts';

export interface AnnouncedPicture {
  readonly id: string;
  readonly job: JobId;
  readonly sha256: string | null;
}

export interface Promises {
  /** Before the request leaves: whether it arrives is not known until it is answered. */
  ask(id: JobId, request: GenerationRequest): void;
  accepted(id: JobId): void;
  /** A job as the studio told of it, in an answer or in an event. */
  told(job: Job): void;
  /** Asked for, with no answer yet: to be asked again under the same id. */
  unanswered(): readonly (readonly [JobId, GenerationRequest])[];
  readonly asked: ReadonlyMap<JobId, GenerationRequest>;
  /** Each picture as it was first called finished. */
  readonly pictures: ReadonlyMap<string, AnnouncedPicture>;
  /** What was said of one picture at two times and differs. */
  readonly contradictions: readonly string[];
}

export function createPromises(): Promises {
  const asked = new Map<JobId, GenerationRequest>();
  const answered = new Set<JobId>();
  const pictures = new Map<string, AnnouncedPicture>();
  const contradictions: string[] = [];
  return {
    asked,
    pictures,
    contradictions,
    ask: (id, request) => void asked.set(id, request),
    accepted: (id) => void answered.add(id),
    told(job) {
      for (const image of job.images) {
        const known = pictures.get(image.id);
        if (image.state !== 'ready') {
          if (known !== undefined) contradictions.push(`${image.id} was finished and is ${image.state} now`);
          continue;
        }
        if (known === undefined) pictures.set(image.id, { id: image.id, job: job.id, sha256: image.sha256 });
        else if (known.sha256 !== image.sha256) contradictions.push(`${image.id} was finished with other bytes before`);
      }
    },
    unanswered: () => [...asked].filter(([id]) => !answered.has(id)),
  };
}
