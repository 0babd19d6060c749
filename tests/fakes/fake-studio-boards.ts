// The fake studio's storyboards: projects in memory whose shots are the fake studio's own jobs.

import type { CallName, TesseraEvent } from '../../shared/contract/index.ts';
import { ProjectId, SequenceId, ShotId } from '../../shared/domain/ids.ts';
import { Project, type Sequence, type Shot, type Storyboard } from '../../shared/domain/storyboard.ts';
import { TesseraError } from '../../shared/errors.ts';
import { writeShots } from '../../main/storyboards/shot-rules.ts';
import type { FakeJobs } from './fake-studio-jobs.ts';

type BoardCall = Extract<CallName, `storyboards.${string}` | `shots.${string}` | `sequences.${string}`>;
export function isBoardCall(name: CallName): name is BoardCall {
  return /^(?:storyboards|shots|sequences)\./.test(name);
}

type StoredShot = Omit<Shot, 'state' | 'progress' | 'error' | 'image' | 'orderIndex' | 'job'> & { job: Shot['job'] };

export interface FakeBoards {
  answer(name: BoardCall, input: Input): unknown;
  /** Every board is new once a job of any of them moved; call it for each event of the jobs. */
  heard(event: TesseraEvent): void;
}

/** What the calls below read; each was parsed by its own schema. */
interface Input {
  readonly id: string;
  readonly project: string;
  readonly name?: string;
  readonly prompt: string;
  readonly shotCount: number;
  readonly orderIndex?: number;
  readonly durationSeconds?: number;
  readonly shotType?: Shot['shotType'];
  readonly look: Project['look'];
  readonly description: string;
  readonly format: 'png';
}

export function createFakeBoards(options: {
  readonly jobs: FakeJobs;
  readonly announce: (event: TesseraEvent) => void;
}): FakeBoards {
  const { jobs } = options;
  const projects = new Map<string, { project: Project; shots: StoredShot[]; sequences: SequenceId[] }>();
  const sequences = new Map<string, Sequence>();
  const trash = new Map<string, { project: Project; shots: StoredShot[]; sequences: SequenceId[] }>();
  let counter = 0;

  function entry(id: string) {
    const found = projects.get(id);
    if (found === undefined) throw new TesseraError('PROJECT_NOT_FOUND', `There is no project ${id}.`);
    return found;
  }

  function holderOf(shot: string) {
    const found = [...projects.values()].find((candidate) => candidate.shots.some((other) => other.id === shot));
    if (found === undefined) throw new TesseraError('SHOT_NOT_FOUND', `There is no shot ${shot}.`);
    return found;
  }

  function changed(id: ProjectId): void {
    options.announce({ name: 'storyboard.changed', data: { project: id }, sequence: Number.MAX_SAFE_INTEGER });
  }

  function shotsOf(id: string): Shot[] {
    return entry(id).shots.map((shot, orderIndex) => {
      const job = shot.job === null ? null : jobs.get(shot.job);
      const image = job?.images.find((candidate) => candidate.state === 'ready')?.id ?? null;
      return {
        ...shot,
        orderIndex,
        state: job?.state ?? 'empty',
        progress: job?.progress ?? 0,
        error: job?.error ?? null,
        image,
      };
    });
  }

  function projectOf(id: string): Project {
    const { project } = entry(id);
    const shots = shotsOf(id);
    return {
      ...project,
      shotCount: shots.length,
      totalDuration: shots.reduce((sum, shot) => sum + shot.durationSeconds, 0),
      cover: shots.find((shot) => shot.image !== null)?.image ?? null,
    };
  }

  function sequenceOf(id: string): Sequence {
    const sequence = sequences.get(id);
    if (sequence === undefined) throw new TesseraError('SEQUENCE_NOT_FOUND', `There is no sequence ${id}.`);
    const members = shotsOf(sequence.project).filter((shot) => shot.sequence === sequence.id);
    const done = members.filter((shot) => shot.image !== null).length;
    const state = sequence.state === 'cancelled' ? 'cancelled' : done === members.length ? 'completed' : 'running';
    return { ...sequence, state, progress: done / Math.max(1, members.length), shots: members.map((shot) => shot.id) };
  }

  function draw(prompt: string): Shot['job'] {
    return jobs.submit({ kind: 'generate', recipe: { prompt, count: 1, width: 640, height: 360 } }).id;
  }

  function add(
    project: ProjectId,
    words: Pick<Shot, 'name' | 'prompt' | 'durationSeconds' | 'shotType'>,
    of: SequenceId | null,
  ) {
    counter += 1;
    const now = new Date().toISOString();
    const shot: StoredShot = {
      ...words,
      id: ShotId.parse(`shot-${counter}`),
      project,
      sequence: of,
      job: draw(words.prompt),
      createdAt: now,
      updatedAt: now,
    };
    entry(project).shots.push(shot);
    return shot.id;
  }

  function answer(name: BoardCall, input: Input): unknown {
    const now = new Date().toISOString();
    switch (name) {
      case 'storyboards.list':
        return { projects: [...projects.keys()].reverse().map(projectOf) };
      case 'storyboards.get':
        return {
          project: projectOf(input.id),
          shots: shotsOf(input.id),
          sequences: entry(input.id)
            .sequences.map(sequenceOf)
            .filter((sequence) => sequence.state === 'running'),
        } satisfies Storyboard;
      case 'storyboards.create': {
        counter += 1;
        const id = ProjectId.parse(`project-${counter}`);
        const { description, look } = input;
        const empty = { shotCount: 0, totalDuration: 0, cover: null, createdAt: now, updatedAt: now };
        const project = Project.parse({ id, name: input.name, description, look, ...empty });
        projects.set(id, { project, shots: [], sequences: [] });
        changed(id);
        return project;
      }
      case 'storyboards.update': {
        const found = entry(input.id);
        found.project = { ...found.project, name: input.name ?? found.project.name };
        changed(found.project.id);
        return projectOf(input.id);
      }
      case 'storyboards.delete': {
        const found = entry(input.id);
        trash.set(input.id, found);
        projects.delete(input.id);
        changed(found.project.id);
        return { id: found.project.id };
      }
      case 'storyboards.restore': {
        const found = trash.get(input.id);
        if (found !== undefined) projects.set(input.id, found);
        changed(entry(input.id).project.id);
        return projectOf(input.id);
      }
      case 'storyboards.export':
        return { file: `board-20261121-101500000.${input.format}`, format: input.format, sizeBytes: 1000 };
      case 'shots.create': {
        const project = entry(input.project).project.id;
        const { prompt, durationSeconds = 3, shotType = 'medium' } = input;
        const id = add(project, { name: input.name ?? 'New shot', prompt, durationSeconds, shotType }, null);
        changed(project);
        return shotsOf(project).find((shot) => shot.id === id);
      }
      case 'shots.update':
      case 'shots.reroll':
      case 'shots.delete':
        return changeShot(name, input);
      case 'sequences.generate': {
        const found = entry(input.project);
        counter += 1;
        const id = SequenceId.parse(`sequence-${counter}`);
        const project = found.project.id;
        const { prompt, shotCount } = input;
        const fresh = {
          state: 'running',
          progress: 0,
          writer: 'rules',
          error: null,
          createdAt: now,
        } as const;
        sequences.set(id, { id, project, name: prompt, prompt, shotCount, shots: [], ...fresh });
        found.sequences.push(id);
        for (const words of writeShots(prompt, shotCount)) add(project, words, id);
        changed(project);
        return sequenceOf(id);
      }
      case 'sequences.cancel': {
        const sequence = sequenceOf(input.id);
        sequences.set(input.id, { ...sequence, state: 'cancelled' });
        for (const shot of shotsOf(sequence.project)) {
          if (shot.job !== null && shot.image === null) jobs.change(shot.job, { state: 'cancelled', finishedAt: now });
        }
        changed(sequence.project);
        return sequenceOf(input.id);
      }
      default:
        throw new TesseraError('CALL_UNKNOWN', `The fake studio has no ${name}.`);
    }
  }

  function changeShot(name: 'shots.update' | 'shots.reroll' | 'shots.delete', input: Input): unknown {
    const holder = holderOf(input.id);
    const shot = holder.shots.find((candidate) => candidate.id === input.id);
    if (shot === undefined) return null;
    const others = holder.shots.filter((other) => other !== shot);
    if (name === 'shots.delete') holder.shots = others;
    if (name === 'shots.reroll') shot.job = draw(shot.prompt);
    if (name === 'shots.update') {
      const { name: called, prompt, durationSeconds, shotType } = input;
      const words = Object.entries({ name: called, prompt, durationSeconds, shotType });
      const fresh = { ...shot, ...Object.fromEntries(words.filter(([, value]) => value !== undefined)) };
      const place = input.orderIndex ?? holder.shots.indexOf(shot);
      holder.shots = [...others.slice(0, place), fresh, ...others.slice(place)];
    }
    changed(holder.project.id);
    if (name === 'shots.delete') return { id: shot.id };
    return shotsOf(holder.project.id).find((other) => other.id === input.id);
  }

  return {
    answer,
    heard(event) {
      if (event.name !== 'job.changed') return;
      for (const { project, shots } of projects.values()) {
        if (shots.some((shot) => shot.job === event.data.id)) changed(project.id);
      }
    },
  };
}
