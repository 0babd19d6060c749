// Waits for a job to finish, showing its progress on the way.

import type { TesseraEvent } from '../../shared/contract/index.ts';
import { isFinished, type Job } from '../../shared/domain/job.ts';
import { isErrorCode, TesseraError } from '../../shared/errors.ts';
import type { Studio } from './open-studio.ts';
import { createProgressLine } from './progress-line.ts';
import { retrySentence } from './retry-sentence.ts';
import type { Terminal } from './terminal.ts';

/**
 * Starts the queue and follows one job to its end. Throws the job's own error when it failed, CANCELLED when it was
 * cancelled, QUEUE_PAUSED when it could never begin; an abort of `signal` cancels it.
 */
export async function followJob(
  submitted: Job,
  { studio, terminal, signal }: { studio: Studio; terminal: Terminal; signal: AbortSignal },
): Promise<Job> {
  await assertNotPaused(submitted, studio);
  const line = createProgressLine(terminal);
  let stopListening = () => {};
  // One that comes too late changes nothing, and the job's end has been announced by then.
  const cancel = () => void studio.call('generation.cancel', { id: submitted.id }).catch(() => undefined);
  try {
    const finished = await new Promise<Job>((resolve) => {
      stopListening = studio.core.events.subscribe((event: TesseraEvent) => {
        if (event.name === 'job.progress' && event.data.id === submitted.id) {
          const { stage, progress, etaMs } = event.data;
          line.show({ stage, fraction: progress, etaMs });
        }
        if (event.name !== 'job.changed' || event.data.id !== submitted.id) return;
        if (isFinished(event.data.state)) resolve(event.data);
        else if (event.data.retries.nextAt !== null) {
          line.clear();
          terminal.remark(`${event.data.error?.message} ${retrySentence(event.data.retries)} Ctrl+C gives up.`);
        }
      });
      if (signal.aborted) cancel();
      else signal.addEventListener('abort', cancel, { once: true });
      studio.core.start();
    });
    return completed(finished);
  } finally {
    line.clear();
    stopListening();
    signal.removeEventListener('abort', cancel);
  }
}

/** @throws QUEUE_PAUSED: one would wait for ever, for nobody else can let the queue go on while this studio is open */
async function assertNotPaused(job: Job, studio: Studio): Promise<void> {
  const { paused } = await studio.call('queue.get', {});
  if (!paused) return;
  throw new TesseraError(
    'QUEUE_PAUSED',
    `The queue is paused, so job ${job.id} waits in it. Let it go on with: tessera queue resume`,
    { details: { job: job.id } },
  );
}

function completed(job: Job): Job {
  if (job.state === 'completed') return job;
  const done = job.images.filter((image) => image.state === 'ready').length;
  if (job.state === 'cancelled') {
    const kept = done === 0 ? '' : ` ${done} finished picture${done === 1 ? '' : 's'} stay in the library.`;
    throw new TesseraError('CANCELLED', `Job ${job.id} was cancelled.${kept}`, { details: { job: job.id } });
  }
  const { code, message, details } = job.error ?? {
    code: 'INTERNAL',
    message: 'The job failed without a reason.',
    details: {},
  };
  throw new TesseraError(isErrorCode(code) ? code : 'INTERNAL', message, { details: { ...details, job: job.id } });
}
