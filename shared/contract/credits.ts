// Calls about credits and what the studio holds.

import { z } from 'zod';
import { CreditBalance, CreditEntry, CreditHolder } from '../domain/credit.ts';
import { call } from './call.ts';

export const creditCalls = {
  'credits.list': call({
    summary: 'Whether pictures cost credits, and who has how many.',
    access: 'read',
    input: z.strictObject({}),
    output: z.strictObject({ enabled: z.boolean(), holders: z.array(CreditBalance) }),
  }),
  'credits.entries': call({
    summary: "The newest lines of one holder's ledger.",
    access: 'read',
    input: z.strictObject({ holder: CreditHolder, limit: z.int().min(1).max(500).default(100) }),
    output: z.strictObject({ balance: CreditBalance, entries: z.array(CreditEntry) }),
  }),
  'credits.grant': call({
    summary: 'Give credits, or take some back with a negative amount.',
    access: 'admin',
    input: z.strictObject({ holder: CreditHolder, amount: z.int().min(-1_000_000).max(1_000_000) }),
    output: CreditBalance,
  }),
} as const;
