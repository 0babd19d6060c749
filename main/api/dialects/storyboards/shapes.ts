// What the storyboard dialect says: its bodies and answers as schemas, and the way from the contract's words to them.

import { z } from 'zod';
import { JobId, ModelId, StyleId } from '../../../../shared/domain/ids.ts';
import { Aspect } from '../../../../shared/domain/recipe.ts';
import {
  maxShotsPerSequence,
  type Project,
  ProjectDescription,
  ProjectName,
  type Sequence,
  type Shot,
  ShotDuration,
  ShotName,
  ShotPrompt,
  ShotType,
  ShotWriterKind,
  type WrittenShot,
} from '../../../../shared/domain/storyboard.ts';

const look = { model: ModelId.nullish(), aspect_ratio: Aspect.nullish(), style: StyleId.nullish() };

export const NewProject = z.strictObject({
  name: ProjectName,
  description: ProjectDescription.optional(),
  ...look,
});
export const ProjectChanges = z.strictObject({
  name: ProjectName.optional(),
  description: ProjectDescription.optional(),
  ...look,
});

const orderIndex = z.int().min(0).optional();
export const NewShot = z.strictObject({
  name: ShotName.optional(),
  prompt: ShotPrompt,
  duration_seconds: ShotDuration.optional(),
  shot_type: ShotType.optional(),
  order_index: orderIndex,
  /** false only writes the shot down. */
  generate: z.boolean().optional(),
});
export const ShotChanges = z.strictObject({
  name: ShotName.optional(),
  prompt: ShotPrompt.optional(),
  duration_seconds: ShotDuration.optional(),
  shot_type: ShotType.optional(),
  order_index: orderIndex,
});

export const NewSequence = z.strictObject({
  project_id: z.string().min(1).max(128),
  prompt: ShotPrompt,
  shot_count: z.int().min(1).max(maxShotsPerSequence),
  name: ProjectName.optional(),
  job_id: JobId.optional(),
});

export const LanguageQuestion = z.strictObject({
  prompt: ShotPrompt,
  task: z.enum(['enhance', 'shots']),
  shot_count: z.int().min(1).max(maxShotsPerSequence).optional(),
});

const DialectStatus = z.enum(['queued', 'processing', 'completed', 'failed', 'cancelled']);

export const ProjectAnswer = z.strictObject({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  model: z.string().nullable(),
  aspect_ratio: z.string().nullable(),
  style: z.string().nullable(),
  shot_count: z.int(),
  total_duration: z.number(),
  cover_image_url: z.string().nullable(),
  created_at: z.string(),
  updated_at: z.string(),
});
export const ProjectsAnswer = z.strictObject({ projects: z.array(ProjectAnswer), total: z.int() });

const WrittenShotAnswer = z.strictObject({
  name: z.string(),
  prompt: z.string(),
  duration_seconds: z.number(),
  shot_type: ShotType,
});

const SequenceShot = z.strictObject({
  id: z.string(),
  order_index: z.int(),
  ...WrittenShotAnswer.shape,
});

export const ShotAnswer = z.strictObject({
  ...SequenceShot.shape,
  project_id: z.string(),
  sequence_id: z.string().nullable(),
  /** `empty`: no picture was asked for. */
  status: z.enum(['empty', ...DialectStatus.options]),
  progress: z.number(),
  image_url: z.string().nullable(),
  error_message: z.string().nullable(),
  created_at: z.string(),
  updated_at: z.string(),
});
export const ShotsAnswer = z.strictObject({ shots: z.array(ShotAnswer), total: z.int() });

export const SequenceResult = z.strictObject({
  id: z.string(),
  project_id: z.string(),
  name: z.string(),
  prompt: z.string(),
  total_duration: z.number(),
  shots: z.array(SequenceShot),
});

export const SequenceAccepted = z.strictObject({ job_id: z.string(), status: DialectStatus });
export const SequenceStatus = z.strictObject({
  job_id: z.string(),
  project_id: z.string(),
  status: DialectStatus,
  progress: z.number(),
  /** Null until the shots are written; their pictures may still be drawn. */
  result: SequenceResult.nullable(),
  error_message: z.string().nullable(),
  created_at: z.string(),
});

export const LanguageAnswer = z.strictObject({
  task: z.enum(['enhance', 'shots']),
  /** Who wrote: a language model on the configured Ollama server, or the built-in rules. */
  source: ShotWriterKind,
  model: z.string().nullable(),
  text: z.string(),
  shots: z.array(WrittenShotAnswer),
});

export const Deleted = z.strictObject({ message: z.string() });

export function projectAnswer(project: Project): z.infer<typeof ProjectAnswer> {
  return {
    id: project.id,
    name: project.name,
    description: project.description,
    model: project.look.model,
    aspect_ratio: project.look.aspect,
    style: project.look.style,
    shot_count: project.shotCount,
    total_duration: project.totalDuration,
    cover_image_url: project.cover === null ? null : `/image/${project.cover}`,
    created_at: project.createdAt,
    updated_at: project.updatedAt,
  };
}

export function writtenShotAnswer(shot: WrittenShot): z.infer<typeof WrittenShotAnswer> {
  return { name: shot.name, prompt: shot.prompt, duration_seconds: shot.durationSeconds, shot_type: shot.shotType };
}

export function shotAnswer(shot: Shot): z.infer<typeof ShotAnswer> {
  return {
    id: shot.id,
    order_index: shot.orderIndex,
    ...writtenShotAnswer(shot),
    project_id: shot.project,
    sequence_id: shot.sequence,
    status: shot.state === 'empty' ? 'empty' : statusOf(shot.state),
    progress: shot.progress,
    image_url: shot.image === null ? null : `/image/${shot.image}`,
    error_message: shot.error?.message ?? null,
    created_at: shot.createdAt,
    updated_at: shot.updatedAt,
  };
}

/** @param shots those of the sequence, in order */
export function sequenceStatus(sequence: Sequence, shots: readonly Shot[]): z.infer<typeof SequenceStatus> {
  const total = shots.reduce((sum, shot) => sum + shot.durationSeconds, 0);
  return {
    job_id: sequence.id,
    project_id: sequence.project,
    status: statusOf(sequence.state),
    progress: sequence.progress,
    result:
      sequence.writer === null
        ? null
        : {
            id: sequence.id,
            project_id: sequence.project,
            name: sequence.name,
            prompt: sequence.prompt,
            total_duration: Math.round(total * 1000) / 1000,
            shots: shots.map((shot) => ({ id: shot.id, order_index: shot.orderIndex, ...writtenShotAnswer(shot) })),
          },
    error_message: sequence.error?.message ?? null,
    created_at: sequence.createdAt,
  };
}

export function statusOf(state: Exclude<Shot['state'], 'empty'>): z.infer<typeof DialectStatus> {
  if (state === 'running') return 'processing';
  return state === 'paused' ? 'queued' : state;
}
