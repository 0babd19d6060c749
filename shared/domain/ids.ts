// Branded ids, so that a job id cannot be handed where an image id is meant.

import { z } from 'zod';

/** Callers may bring ids of their own; CONTRACTS common rules bound them so, and they are safe as file names. */
const callerId = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[A-Za-z0-9._-]+$/, 'only letters, digits, ".", "_" and "-" are allowed')
  .refine((id) => !/^\.+$/.test(id), 'an id may not be made of dots alone');

export const JobId = callerId.brand<'JobId'>();
export type JobId = z.infer<typeof JobId>;

export const ImageId = callerId.brand<'ImageId'>();
export type ImageId = z.infer<typeof ImageId>;

export const ModelId = callerId.brand<'ModelId'>();
export type ModelId = z.infer<typeof ModelId>;

/** The SHA-256 of a handed-in picture's file, in hex: the same picture twice is one source. */
export const SourceId = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'not the id of a handed-in picture')
  .brand<'SourceId'>();
export type SourceId = z.infer<typeof SourceId>;

/** What a caller calls the making of a palette, to follow it and to stop it. */
export const PaletteTicket = callerId.brand<'PaletteTicket'>();
export type PaletteTicket = z.infer<typeof PaletteTicket>;

export const StyleId = callerId.brand<'StyleId'>();
export type StyleId = z.infer<typeof StyleId>;

export const ProjectId = callerId.brand<'ProjectId'>();
export type ProjectId = z.infer<typeof ProjectId>;

export const SequenceId = callerId.brand<'SequenceId'>();
export type SequenceId = z.infer<typeof SequenceId>;

export const ShotId = callerId.brand<'ShotId'>();
export type ShotId = z.infer<typeof ShotId>;
