// Calls and events about storyboards: projects, the shots in them, and sequences that turn a prompt into shots.

import { z } from 'zod';
import { ProjectId, SequenceId, ShotId } from '../domain/ids.ts';
import {
  ExportFormat,
  maxShotsPerSequence,
  Project,
  ProjectDescription,
  ProjectLook,
  ProjectName,
  Sequence,
  Shot,
  ShotDuration,
  ShotName,
  ShotPrompt,
  ShotType,
  ShotWriterKind,
  Storyboard,
  WrittenShot,
} from '../domain/storyboard.ts';
import { call } from './call.ts';

const OrderIndex = z.int().min(0);

/** A file that was exported; it is had at /export/<file> until the data folder is tidied. */
const ExportedFile = z.strictObject({
  file: z.string(),
  format: ExportFormat,
  sizeBytes: z.int().positive(),
});
export type ExportedFile = z.infer<typeof ExportedFile>;

export const storyboardCalls = {
  'storyboards.list': call({
    summary: 'The projects, the one that was changed last first.',
    access: 'read',
    input: z.strictObject({}),
    output: z.strictObject({ projects: z.array(Project) }),
  }),
  'storyboards.get': call({
    summary: 'A project with its shots in order and the sequences under way.',
    access: 'read',
    input: z.strictObject({ id: ProjectId }),
    output: Storyboard,
  }),
  'storyboards.create': call({
    summary: 'Begin a project.',
    access: 'write',
    input: z.strictObject({
      name: ProjectName,
      description: ProjectDescription.default(''),
      look: ProjectLook.prefault({}),
    }),
    output: Project,
  }),
  'storyboards.update': call({
    summary: "Change a project's name, description or look; pictures that exist stay as they are.",
    access: 'write',
    input: z.strictObject({
      id: ProjectId,
      name: ProjectName.optional(),
      description: ProjectDescription.optional(),
      look: ProjectLook.optional(),
    }),
    output: Project,
  }),
  'storyboards.delete': call({
    summary: 'Move a project, its shots and their pictures to the trash; what is being drawn is cancelled.',
    access: 'write',
    input: z.strictObject({ id: ProjectId }),
    output: z.strictObject({ id: ProjectId }),
  }),
  'storyboards.restore': call({
    summary: 'Bring a deleted project back with its shots and pictures.',
    access: 'write',
    input: z.strictObject({ id: ProjectId }),
    output: Project,
  }),
  'storyboards.export': call({
    summary: 'Write the board as a contact sheet (png, pdf) or an animatic (webp).',
    access: 'write',
    input: z.strictObject({ id: ProjectId, format: ExportFormat }),
    output: ExportedFile,
  }),
  'storyboards.reveal': call({
    summary: 'Show an exported file in the file manager.',
    access: 'desktop',
    input: z.strictObject({ file: z.string().min(1).max(200) }),
    output: z.strictObject({}),
  }),
  'storyboards.write': call({
    summary: 'Write the shots of a prompt, or make a prompt richer, without drawing anything; says who wrote.',
    access: 'write',
    input: z.strictObject({
      prompt: ShotPrompt,
      task: z.enum(['shots', 'enhance']),
      shotCount: z.int().min(1).max(maxShotsPerSequence).default(6),
    }),
    output: z.strictObject({
      writer: ShotWriterKind,
      /** The language model that wrote, null for the rules. */
      model: z.string().nullable(),
      prompt: z.string(),
      shots: z.array(WrittenShot),
    }),
  }),
  'shots.get': call({
    summary: 'One shot with the state of its picture.',
    access: 'read',
    input: z.strictObject({ id: ShotId }),
    output: Shot,
  }),
  'shots.create': call({
    summary: 'Add a shot to a project, at the end or at a place; `draw` queues its picture at once.',
    access: 'write',
    input: z.strictObject({
      project: ProjectId,
      name: ShotName.optional(),
      prompt: ShotPrompt,
      durationSeconds: ShotDuration.default(3),
      shotType: ShotType.default('medium'),
      orderIndex: OrderIndex.optional(),
      draw: z.boolean().default(true),
    }),
    output: Shot,
  }),
  'shots.update': call({
    summary: 'Change a shot, or move it to another place; its picture stays until it is drawn anew.',
    access: 'write',
    input: z.strictObject({
      id: ShotId,
      name: ShotName.optional(),
      prompt: ShotPrompt.optional(),
      durationSeconds: ShotDuration.optional(),
      shotType: ShotType.optional(),
      orderIndex: OrderIndex.optional(),
    }),
    output: Shot,
  }),
  'shots.reroll': call({
    summary: 'Draw the picture of a shot anew, with its words as they stand and another seed.',
    access: 'write',
    input: z.strictObject({ id: ShotId }),
    output: Shot,
  }),
  'shots.delete': call({
    summary: 'Move a shot and its pictures to the trash.',
    access: 'write',
    input: z.strictObject({ id: ShotId }),
    output: z.strictObject({ id: ShotId }),
  }),
  'shots.restore': call({
    summary: 'Bring a deleted shot back to the end of its board.',
    access: 'write',
    input: z.strictObject({ id: ShotId }),
    output: Shot,
  }),
  'sequences.generate': call({
    summary: 'Turn a prompt into shots at the end of a project and queue a picture for each; answers at once.',
    access: 'write',
    input: z.strictObject({
      project: ProjectId,
      prompt: ShotPrompt,
      shotCount: z.int().min(1).max(maxShotsPerSequence).default(6),
      name: ProjectName.optional(),
      id: SequenceId.optional(),
    }),
    output: Sequence,
  }),
  'sequences.get': call({
    summary: 'How far a sequence is.',
    access: 'read',
    input: z.strictObject({ id: SequenceId }),
    output: Sequence,
  }),
  'sequences.cancel': call({
    summary: 'Stop a sequence; shots that have their picture keep it.',
    access: 'write',
    input: z.strictObject({ id: SequenceId }),
    output: Sequence,
  }),
} as const;

export const storyboardEvents = {
  /** Something on the board of this project is new: read it again. */
  'storyboard.changed': z.strictObject({ project: ProjectId }),
} as const;
