// Credits: looked at before any work, charged in the transaction that stores a picture, once per picture.

import type { CreditBalance, CreditEntry } from '../../shared/domain/credit.ts';
import type { JobId } from '../../shared/domain/ids.ts';
import { TesseraError } from '../../shared/errors.ts';
import type { JobWitness } from '../jobs/job-witness.ts';
import type { CreditTable } from '../store/credit-table.ts';
import type { Store } from '../store/database.ts';

export interface CreditService {
  readonly witness: Pick<JobWitness, 'pictureStored'>;
  enabled(): boolean;
  holders(): CreditBalance[];
  entries(holder: string, limit: number): { balance: CreditBalance; entries: CreditEntry[] };
  grant(holder: string, amount: number): CreditBalance;
  /**
   * Sets credits aside for a job about to be submitted; does nothing while credits are off.
   * @throws CREDITS_INSUFFICIENT, VALIDATION_ERROR when nobody is named who could pay
   */
  hold(options: { readonly job: JobId; readonly holder: string | undefined; readonly images: number }): void;
  /**
   * Before a job that ended is queued again: what it had set aside came free and may be spent by now.
   * @throws CREDITS_INSUFFICIENT
   */
  assertCovered(job: JobId): void;
  /** For a job that was refused after all. */
  release(job: JobId): void;
}

export function createCreditService(options: {
  readonly store: Store;
  readonly table: CreditTable;
  readonly enabled: () => boolean;
  readonly clock: () => number;
}): CreditService {
  const { store, table, enabled } = options;
  const now = (): string => new Date(options.clock()).toISOString();
  const balanceOf = (holder: string): CreditBalance => ({
    holder,
    balance: table.balance(holder),
    reserved: table.reserved(holder),
  });
  function assertEnough(holder: string, needed: number): void {
    const { balance, reserved } = balanceOf(holder);
    const available = Math.max(0, balance - reserved);
    if (balance - reserved >= needed) return;
    throw new TesseraError(
      'CREDITS_INSUFFICIENT',
      `user_id: ${holder} has ${available} credits left and this needs ${needed}. Ask for fewer pictures (num_images), or for more credits.`,
      { details: { field: 'user_id', needed, available } },
    );
  }

  return {
    enabled,
    witness: {
      pictureStored(job, image) {
        const holder = table.holderOf(job.id);
        if (holder !== null) table.enter({ holder, amount: -1, job: job.id, image, createdAt: now() });
      },
    },
    holders: () => table.holders(),
    entries: (holder, limit) => ({ balance: balanceOf(holder), entries: table.entries(holder, limit) }),
    grant(holder, amount) {
      return store.transaction('credits.grant', () => {
        table.enter({ holder, amount, job: null, image: null, createdAt: now() });
        return balanceOf(holder);
      });
    },
    hold({ job, holder, images }) {
      if (!enabled()) return;
      if (holder === undefined) {
        throw new TesseraError('VALIDATION_ERROR', 'user_id: is missing. Credits are on, so say who pays.', {
          details: { field: 'user_id' },
        });
      }
      store.transaction('credits.hold', () => {
        assertEnough(holder, images);
        table.hold(job, holder, images);
      });
    },
    assertCovered(job) {
      const holder = enabled() ? table.holderOf(job) : null;
      if (holder !== null) assertEnough(holder, table.pending(job));
    },
    release: (job) => table.release(job),
  };
}
