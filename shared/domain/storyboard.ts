// The storyboard's words: a project holds shots in order; a sequence is one prompt that became several of them.

import { z } from 'zod';
import { ImageId, JobId, ModelId, ProjectId, SequenceId, ShotId, StyleId } from './ids.ts';
import { JobError, JobState } from './job.ts';
import { Aspect, promptMaxLength } from './recipe.ts';

/** As many as one prompt may become at once; CONTRACTS names the bound. */
export const maxShotsPerSequence = 24;
/** A film of an hour at fifteen seconds a shot; more is a mistake of a script, and the board would be unusable. */
export const maxShotsPerProject = 240;
export const shotDurationMin = 0.2;
export const shotDurationMax = 600;

export const shotTypes = [
  'establishing',
  'wide',
  'action',
  'medium',
  'close-up',
  'detail',
  'reaction',
  'over-the-shoulder',
  'point-of-view',
  'low-angle',
  'high-angle',
  'closing',
] as const;
export const ShotType = z.enum(shotTypes);
export type ShotType = z.infer<typeof ShotType>;

export const ProjectName = z
  .string()
  .max(200)
  .refine((text) => text.trim().length > 0, 'a name needs at least one letter');
export const ShotName = z
  .string()
  .max(200)
  .refine((text) => text.trim().length > 0, 'a name needs at least one letter');
export const ShotPrompt = z
  .string()
  .max(promptMaxLength)
  .refine((text) => text.trim().length > 0, 'write a few words first: the prompt is empty');
export const ShotDuration = z.number().min(shotDurationMin).max(shotDurationMax);
export const ProjectDescription = z.string().max(4000);

/** What every shot of a project shares, so that a board looks like one film. Null: the model's or studio's default. */
export const ProjectLook = z.strictObject({
  model: ModelId.nullable().default(null),
  aspect: Aspect.nullable().default(null),
  style: StyleId.nullable().default(null),
});
export type ProjectLook = z.infer<typeof ProjectLook>;

export const Project = z.strictObject({
  id: ProjectId,
  name: ProjectName,
  description: ProjectDescription,
  look: ProjectLook,
  shotCount: z.int().nonnegative(),
  /** Sum over the shots, in seconds. */
  totalDuration: z.number().nonnegative(),
  /** The first shot that has a picture. */
  cover: ImageId.nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type Project = z.infer<typeof Project>;

/** `empty`: nobody asked for its picture yet, or the job that drew it is in the trash. */
export const ShotState = z.enum(['empty', ...JobState.options]);
export type ShotState = z.infer<typeof ShotState>;

export const Shot = z.strictObject({
  id: ShotId,
  project: ProjectId,
  /** The sequence it came with; null for a shot added by hand. */
  sequence: SequenceId.nullable(),
  /** Place on the board, from 0 and without gaps. */
  orderIndex: z.int().nonnegative(),
  name: ShotName,
  prompt: ShotPrompt,
  durationSeconds: ShotDuration,
  shotType: ShotType,
  /** The job that draws it now, or drew it last. */
  job: JobId.nullable(),
  state: ShotState,
  /** 0..1; live progress comes with the job's own events. */
  progress: z.number().min(0).max(1),
  error: JobError.nullable(),
  /** The newest finished picture; while a re-roll is drawn, still the one before. */
  image: ImageId.nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type Shot = z.infer<typeof Shot>;

/** Who wrote the shots: the built-in rules, or a language model on an Ollama server. */
export const ShotWriterKind = z.enum(['rules', 'ollama']);
export type ShotWriterKind = z.infer<typeof ShotWriterKind>;

export const SequenceState = z.enum(['queued', 'running', 'completed', 'failed', 'cancelled']);
export type SequenceState = z.infer<typeof SequenceState>;

export const Sequence = z.strictObject({
  id: SequenceId,
  project: ProjectId,
  name: z.string(),
  prompt: ShotPrompt,
  shotCount: z.int().min(1).max(maxShotsPerSequence),
  state: SequenceState,
  /** 0..1 over the pictures of its shots. */
  progress: z.number().min(0).max(1),
  /** Null until the shots are written. */
  writer: ShotWriterKind.nullable(),
  error: JobError.nullable(),
  shots: z.array(ShotId),
  createdAt: z.iso.datetime(),
});
export type Sequence = z.infer<typeof Sequence>;

/** Everything the board of a project shows. */
export const Storyboard = z.strictObject({
  project: Project,
  shots: z.array(Shot),
  /** Those still under way, and the last one that ended badly. */
  sequences: z.array(Sequence),
});
export type Storyboard = z.infer<typeof Storyboard>;

/** A shot as a writer puts it down, before it is anyone's. */
export const WrittenShot = z.strictObject({
  name: ShotName,
  prompt: ShotPrompt,
  durationSeconds: ShotDuration,
  shotType: ShotType,
});
export type WrittenShot = z.infer<typeof WrittenShot>;

export const exportFormats = ['png', 'pdf', 'webp'] as const;
/** png, pdf: the contact sheet. webp: the animatic. */
export const ExportFormat = z.enum(exportFormats);
export type ExportFormat = z.infer<typeof ExportFormat>;
