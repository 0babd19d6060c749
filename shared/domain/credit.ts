// Credits: one buys one picture. Off unless a studio that others use wants to count.

import { z } from 'zod';
import { ImageId, JobId } from './ids.ts';

/** Whose credits: the `user_id` of the image dialect. */
export const CreditHolder = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[A-Za-z0-9._@-]+$/, 'only letters, digits, ".", "_", "@" and "-" are allowed');

export const CreditEntry = z.strictObject({
  holder: CreditHolder,
  /** Positive when given, negative when charged. */
  amount: z.int(),
  job: JobId.nullable(),
  image: ImageId.nullable(),
  createdAt: z.iso.datetime(),
});
export type CreditEntry = z.infer<typeof CreditEntry>;

export const CreditBalance = z.strictObject({
  holder: CreditHolder,
  balance: z.int(),
  /** Held back for pictures under way. */
  reserved: z.int(),
});
export type CreditBalance = z.infer<typeof CreditBalance>;
