// tessera jobs and tessera queue: what was asked for, how it went, cancelling what still waits, and pausing all of it.

import type { JobId } from '../../shared/domain/ids.ts';
import type { Job } from '../../shared/domain/job.ts';
import { withStudio } from './open-studio.ts';
import { retrySentence } from './retry-sentence.ts';
import type { Terminal } from './terminal.ts';

export async function listJobs(options: { limit: number }, terminal: Terminal): Promise<void> {
  const page = await withStudio((studio) => studio.call('generation.list', { limit: options.limit }));
  for (const job of page.jobs) terminal.say(summary(job));
  if (page.jobs.length === 0) terminal.remark('There are no jobs yet.');
  terminal.document(page);
}

export async function showJob(id: string, terminal: Terminal): Promise<void> {
  const { job, paths } = await withStudio(async (studio) => {
    const found = await studio.call('generation.get', { id: id as JobId });
    return { job: found, paths: found.images.map((image) => studio.core.images.path(image.id)) };
  });
  terminal.say(summary(job));
  if (job.error !== null) terminal.say(`  ${job.error.code}: ${job.error.message}`);
  if (job.retries.count > 0) terminal.say(`  ${retrySentence(job.retries)}`);
  for (const note of job.notes) terminal.say(`  note: ${note.message}`);
  job.images.forEach((image, place) => {
    terminal.say(`  ${image.index + 1}  seed ${image.seed}  ${paths[place] ?? image.state}`);
  });
  terminal.document(job);
}

export async function showJobLogs(id: string, options: { lines: number }, terminal: Terminal): Promise<void> {
  const result = await withStudio((studio) =>
    studio.call('generation.logs', { id: id as JobId, lines: options.lines }),
  );
  for (const line of result.logs) terminal.say(line);
  if (result.totalLines === 0) terminal.remark('No logs found.');
  terminal.document(result);
}

/** Of a job that waits for its next try too: then it is drawn first thing when a studio runs. */
export async function retryJob(id: string, terminal: Terminal): Promise<void> {
  const job = await withStudio((studio) => studio.call('generation.retry', { id: id as JobId }));
  terminal.say(summary(job));
  terminal.document(job);
}

export async function cancelJob(id: string, terminal: Terminal): Promise<void> {
  const job = await withStudio((studio) => studio.call('generation.cancel', { id: id as JobId }));
  terminal.say(summary(job));
  terminal.document(job);
}

export async function setQueuePaused(paused: boolean, terminal: Terminal): Promise<void> {
  const state = await withStudio((studio) => studio.call('queue.setPaused', { paused }));
  const { length } = state.line;
  const waiting = `${length} job${length === 1 ? ' waits' : 's wait'}`;
  terminal.say(paused ? `The queue is paused; ${waiting}.` : `The queue goes on; ${waiting}.`);
  terminal.document(state);
}

function summary(job: Job): string {
  const { prompt, seed } = job.task.recipe;
  const words = prompt.replaceAll(/\s+/g, ' ');
  const short = words.length > 60 ? `${words.slice(0, 59)}…` : words;
  return `${job.id}  ${job.state}  ${job.createdAt}  seed ${seed}  ${short}`;
}
