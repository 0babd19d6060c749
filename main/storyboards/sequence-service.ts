// Sequences: a prompt is written out as shots, then every shot is queued. Each step is stored before the next begins.

import type { JobDoor } from '../../shared/domain/job.ts';
import { SequenceId, type ProjectId } from '../../shared/domain/ids.ts';
import type { Sequence, SequenceState, Shot } from '../../shared/domain/storyboard.ts';
import { TesseraError, toEnvelope } from '../../shared/errors.ts';
import type { StoredSequence } from '../store/sequence-table.ts';
import type { ProjectService } from './project-service.ts';
import type { ShotService } from './shot-service.ts';
import type { ShotWriter } from './shot-writer.ts';
import type { StoryboardParts } from './storyboard-parts.ts';

export interface SequenceService {
  /** @throws PROJECT_NOT_FOUND, JOB_ID_TAKEN for an id with another request */
  generate(
    request: {
      readonly id: SequenceId | undefined;
      readonly project: ProjectId;
      readonly prompt: string;
      readonly shotCount: number;
      readonly name: string | undefined;
    },
    door: JobDoor,
  ): Sequence;
  /** @throws SEQUENCE_NOT_FOUND */
  get(id: SequenceId): Sequence;
  /** Those of a project that are under way, and the last one if it ended badly. */
  shownOn(project: ProjectId): Sequence[];
  cancel(id: SequenceId): Promise<Sequence>;
  cancelAll(project: ProjectId): Promise<void>;
  /** Goes on with what a dead app left half done. */
  start(): void;
  /** Stops writing; what is unfinished goes on at the next start. */
  close(): Promise<void>;
}

export function createSequenceService(
  parts: StoryboardParts,
  services: { readonly projects: ProjectService; readonly shots: ShotService; readonly writer: () => ShotWriter },
): SequenceService {
  const { tables, store, events, log } = parts;
  const { projects, shots } = services;
  const { sequences } = tables;
  const working = new Map<SequenceId, { readonly abort: AbortController; readonly ended: Promise<void> }>();
  let closing = false;

  function stored(id: SequenceId): StoredSequence {
    const sequence = sequences.find(id);
    if (sequence !== null) return sequence;
    throw new TesseraError('SEQUENCE_NOT_FOUND', `There is no sequence ${id}.`, { details: { id } });
  }

  function work(id: SequenceId, door: JobDoor): void {
    const abort = new AbortController();
    const ended = carryOut(id, door, abort.signal)
      .catch((error: unknown) => {
        // Left as it is, it goes on at the next start; cancelled, whoever cancelled it has stored that.
        if (closing || abort.signal.aborted) return;
        log(`sequence ${id} failed: ${String(error)}`);
        sequences.setPhase(id, 'failed', { error: { ...toEnvelope(error) } });
        events.announce('storyboard.changed', { project: stored(id).project });
      })
      .finally(() => working.delete(id));
    working.set(id, { abort, ended });
  }

  async function carryOut(id: SequenceId, door: JobDoor, signal: AbortSignal): Promise<void> {
    const { project, prompt, shotCount, phase } = stored(id);
    if (phase === 'writing') {
      const writer = services.writer();
      const written = await writer.write(prompt, shotCount, signal);
      signal.throwIfAborted();
      store.transaction('sequences.written', () => {
        shots.append(project, id, written);
        sequences.setPhase(id, 'written', { writer: writer.kind });
      });
    }
    for (const shot of shots.ofSequence(id)) shots.drawFirst(shot.id, door);
    sequences.setPhase(id, 'drawing');
    projects.touch(project);
  }

  function toSequence(sequence: StoredSequence): Sequence {
    const members = shots.ofSequence(sequence.id);
    const { phase, ...rest } = sequence;
    const state = stateOf(phase, members);
    const progress =
      state === 'completed' ? 1 : members.reduce((sum, shot) => sum + progressOf(shot), 0) / (members.length || 1);
    const error = rest.error ?? (state === 'failed' ? firstError(members) : null);
    return { ...rest, state, progress, error, shots: members.map((shot) => shot.id) };
  }

  return {
    get: (id) => toSequence(stored(id)),
    generate({ id: givenId, project, prompt, shotCount, name }, door) {
      const known = givenId === undefined ? null : sequences.find(givenId);
      if (known !== null) {
        if (known.project === project && known.prompt === prompt && known.shotCount === shotCount) {
          return toSequence(known);
        }
        throw new TesseraError(
          'JOB_ID_TAKEN',
          `The id ${known.id} belongs to a sequence with another request. Choose a new id.`,
          { details: { field: 'id' } },
        );
      }
      projects.get(project);
      shots.assertRoom(project, shotCount);
      const id = givenId ?? SequenceId.parse(parts.newId());
      const named = name?.trim() ?? nameOf(prompt);
      sequences.insert({ id, project, name: named, prompt, shotCount, createdAt: parts.now() });
      work(id, door);
      projects.touch(project);
      return toSequence(stored(id));
    },
    shownOn(project) {
      const all = sequences.ofProject(project).map(toSequence);
      return all.filter(
        (sequence, place) =>
          sequence.state === 'queued' ||
          sequence.state === 'running' ||
          (sequence.state === 'failed' && place === all.length - 1),
      );
    },
    async cancel(id) {
      const sequence = stored(id);
      const { state } = toSequence(sequence);
      if (state !== 'queued' && state !== 'running') return toSequence(sequence);
      // Stored first: a picture that is being drawn may take seconds to stop, and a kill then must not revive it.
      sequences.setPhase(id, 'cancelled');
      const current = working.get(id);
      current?.abort.abort();
      await current?.ended;
      await shots.cancel(shots.ofSequence(id));
      projects.touch(sequence.project);
      return toSequence(stored(id));
    },
    async cancelAll(project) {
      for (const { id } of sequences.ofProject(project)) await this.cancel(id);
    },
    start() {
      for (const { id } of sequences.unfinished()) work(id, 'window');
    },
    async close() {
      closing = true;
      for (const { abort } of working.values()) abort.abort();
      await Promise.all([...working.values()].map(({ ended }) => ended));
    },
  };
}

function stateOf(phase: StoredSequence['phase'], members: readonly Shot[]): SequenceState {
  if (phase === 'cancelled' || phase === 'failed') return phase;
  if (phase === 'writing') return 'running';
  if (phase === 'written') return 'queued';
  // A shot with a picture is done, also while somebody draws it anew.
  const open = members.filter((shot) => shot.image === null && shot.state !== 'empty');
  if (open.some((shot) => shot.state === 'queued' || shot.state === 'running' || shot.state === 'paused')) {
    return open.length === members.length && open.every((shot) => shot.state === 'queued') ? 'queued' : 'running';
  }
  if (open.some((shot) => shot.state === 'failed')) return 'failed';
  return open.some((shot) => shot.state === 'cancelled') ? 'cancelled' : 'completed';
}

function progressOf(shot: Shot): number {
  return shot.image === null ? shot.progress : 1;
}

function firstError(members: readonly Shot[]) {
  return members.find((shot) => shot.error !== null)?.error ?? null;
}

/** The first words of the prompt: a name one recognises in a list. */
function nameOf(prompt: string): string {
  const words = prompt.trim().split(/\s+/).slice(0, 6).join(' ');
  return words.slice(0, 80);
}
