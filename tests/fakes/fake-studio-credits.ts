// The fake studio's credits: a ledger in memory, by the real schemas.

import type { CreditBalance, CreditEntry } from '../../shared/domain/credit.ts';
import { JobId } from '../../shared/domain/ids.ts';

export interface FakeCredits {
  holders(): CreditBalance[];
  entries(holder: string): { balance: CreditBalance; entries: CreditEntry[] };
  grant(holder: string, amount: number): CreditBalance;
  /** As a picture that a program asked for and that was stored. */
  charge(holder: string, job: string): void;
}

export function createFakeCredits(): FakeCredits {
  const ledger: CreditEntry[] = [];
  const of = (holder: string) => ledger.filter((entry) => entry.holder === holder);
  const balanceOf = (holder: string): CreditBalance => ({
    holder,
    balance: of(holder).reduce((sum, entry) => sum + entry.amount, 0),
    reserved: 0,
  });
  const enter = (holder: string, amount: number, job: string | null): void => {
    const createdAt = new Date().toISOString();
    ledger.push({ holder, amount, job: job === null ? null : JobId.parse(job), image: null, createdAt });
  };
  return {
    holders: () => [...new Set(ledger.map((entry) => entry.holder))].sort().map(balanceOf),
    entries: (holder) => ({ balance: balanceOf(holder), entries: of(holder).reverse() }),
    grant(holder, amount) {
      enter(holder, amount, null);
      return balanceOf(holder);
    },
    charge: (holder, job) => enter(holder, -1, job),
  };
}
