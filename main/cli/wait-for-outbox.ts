// Waits until what sync has to tell of a job is sent, so that a command that ends does not leave it behind unsaid.

import { setTimeout as pause } from 'node:timers/promises';
import type { JobId } from '../../shared/domain/ids.ts';
import type { Studio } from './open-studio.ts';

const lookEveryMs = 100;

export interface OutboxRest {
  readonly sent: number;
  readonly waiting: number;
  readonly dead: number;
  /** Why the first of those that are left was not sent yet, or null when it was not tried. */
  readonly fault: string | null;
}

/** @returns what became of the job's items when all are sent or given up, or time ran out; null while sync is off */
export async function waitForOutbox(
  job: JobId,
  options: { readonly studio: Studio; readonly seconds: number; readonly signal: AbortSignal },
): Promise<OutboxRest | null> {
  const { studio, signal } = options;
  const { settings } = await studio.call('sync.get', {});
  if (!settings.enabled) return null;
  const until = performance.now() + (settings.paused ? 0 : options.seconds * 1000);
  for (;;) {
    const rest = await look(job, studio);
    if (rest.waiting === 0 || performance.now() >= until || signal.aborted) return rest;
    await pause(lookEveryMs);
  }
}

async function look(job: JobId, studio: Studio): Promise<OutboxRest> {
  // A job has a dozen items at most: four pictures, three milestones, and its ends.
  const { items } = await studio.call('sync.outbox.list', { job, limit: 200 });
  const count = (...states: readonly string[]) => items.filter((item) => states.includes(item.state)).length;
  const held = items.findLast((item) => item.state !== 'sent' && item.state !== 'skipped');
  return {
    sent: count('sent'),
    waiting: count('waiting', 'sending'),
    dead: count('dead'),
    fault: held?.fault?.message ?? null,
  };
}

/** @returns a line for who waits, or null when nothing is left */
export function restSentence({ waiting, dead, fault }: OutboxRest): string | null {
  if (waiting + dead === 0) return null;
  const left = [waiting > 0 ? `${waiting} waiting` : '', dead > 0 ? `${dead} given up` : ''].filter(
    (part) => part !== '',
  );
  const why = fault === null ? '' : ` (${fault})`;
  const next = waiting > 0 ? '`tessera sync send`, or the next start, sends what waits.' : 'Send it again in Settings.';
  return `Sync: ${left.join(', ')}${why}. ${next}`;
}
