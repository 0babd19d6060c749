// Calls about where pictures come from: their family, their receipt, and whether they can still be rendered as they are.

import { z } from 'zod';
import { ImageId } from '../domain/ids.ts';
import { Job } from '../domain/job.ts';
import { Family } from '../domain/lineage.ts';
import { Receipt, Verification } from '../domain/receipt.ts';
import { call } from './call.ts';

const OfImage = z.strictObject({ id: ImageId });

export const lineageCalls = {
  'lineage.tree': call({
    summary: 'The family of a picture: what it was made from, what was made of it, and how.',
    access: 'read',
    input: OfImage,
    output: Family,
  }),
  'lineage.rerun': call({
    summary: 'Queue the recipe of one picture again, as it was resolved: the same seed gives the same picture.',
    access: 'write',
    input: OfImage,
    output: Job,
  }),
  'lineage.receipt': call({
    summary:
      'What a picture was made with: files and their hashes, provider, versions and machine; null when nobody noted it.',
    access: 'read',
    input: OfImage,
    output: z.strictObject({ receipt: Receipt.nullable() }),
  }),
  'lineage.verify': call({
    summary: 'Render a picture again without storing it, and say how far it differs and what has changed since.',
    access: 'write',
    input: OfImage,
    output: Verification,
  }),
  'lineage.stopVerifying': call({
    summary: 'Stop rendering a picture again; the call that began it ends with CANCELLED.',
    access: 'write',
    input: OfImage,
    output: OfImage,
  }),
} as const;

export const lineageEvents = {
  /** How far a picture that is rendered again has come. */
  'lineage.verifying': z.strictObject({ id: ImageId, progress: z.number().min(0).max(1) }),
} as const;
