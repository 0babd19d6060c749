import { describe, expect, it } from 'vitest';
import { SequenceId } from '../../../../shared/domain/ids.ts';
import { TesseraError } from '../../../../shared/errors.ts';
import { openBoardStudio } from './board-studio.ts';

describe('a sequence', () => {
  it('becomes shots in order, each with its picture', async () => {
    const studio = openBoardStudio();
    studio.queue.start();
    const project = studio.project();
    const done = await studio.reached(studio.generate(project, 6).id, ['completed']);

    expect(done).toMatchObject({ progress: 1, writer: 'rules', name: 'a fox', error: null });
    expect(studio.order(project)).toEqual(['establishing', 'action', 'close-up', 'medium', 'detail', 'closing']);
    expect(studio.boards.board(project)).toMatchObject({
      project: { shotCount: 6, totalDuration: 19.5, cover: expect.any(String) },
      sequences: [],
    });
    expect(studio.engine.runs).toHaveLength(6);
  });

  it('answers before anything is drawn', () => {
    const studio = openBoardStudio();
    expect(studio.generate(studio.project())).toMatchObject({ state: 'running', progress: 0, writer: null });
  });

  it('asked for twice by one id is one sequence; with other words the id is taken', async () => {
    const studio = openBoardStudio();
    const project = studio.project();
    const id = SequenceId.parse('mine');
    const request = { id, project, prompt: 'a fox', shotCount: 2, name: undefined };
    const first = studio.boards.sequences.generate(request, 'test');
    await studio.reached(id, ['queued']);
    expect(studio.boards.sequences.generate(request, 'test').id).toBe(first.id);
    expect(studio.order(project)).toHaveLength(2);
    expect(() => studio.boards.sequences.generate({ ...request, prompt: 'a wolf' }, 'test')).toThrowError(
      expect.objectContaining({ code: 'JOB_ID_TAKEN' }),
    );
  });

  it('cancelled keeps the pictures it has and draws no more', async () => {
    const studio = openBoardStudio();
    const project = studio.project();
    const sequence = studio.generate(project, 4);
    studio.engine.beforePicture = async () => {
      if (studio.engine.runs.length > 1) {
        void studio.boards.sequences.cancel(sequence.id);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    studio.queue.start();
    await studio.reached(sequence.id, ['cancelled']);
    await expect
      .poll(() => studio.boards.shots.ofProject(project).map((shot) => shot.state))
      .toEqual(['completed', 'cancelled', 'cancelled', 'cancelled']);
    expect(studio.engine.runs.length).toBeLessThanOrEqual(2);
  });

  it('cancelled before it was written writes nothing', async () => {
    const studio = openBoardStudio();
    const project = studio.project();
    const { id } = studio.generate(project);
    expect(await studio.boards.sequences.cancel(id)).toMatchObject({ state: 'cancelled', shots: [] });
    expect(studio.order(project)).toEqual([]);
  });

  it('that failed says why', async () => {
    const studio = openBoardStudio();
    studio.engine.beforePicture = () => {
      throw new TesseraError('OUT_OF_MEMORY', 'No memory.');
    };
    studio.queue.start();
    const project = studio.project();
    const failed = await studio.reached(studio.generate(project, 2).id, ['failed']);
    expect(failed.error).toMatchObject({ code: 'OUT_OF_MEMORY' });
    expect(studio.boards.board(project).sequences.map((sequence) => sequence.id)).toEqual([failed.id]);
  });

  it('stays done while one of its shots is drawn anew', async () => {
    const studio = openBoardStudio();
    studio.queue.start();
    const project = studio.project();
    const { id, shots } = await studio.reached(studio.generate(project, 2).id, ['completed']);
    await studio.boards.shots.draw(shots[0] as never, 'test');
    expect(studio.boards.sequences.get(id).state).toBe('completed');
  });
});

describe('an app that died', () => {
  it.each(['writing', 'written'] as const)('goes on with a sequence left %s', async (phase) => {
    const dead = openBoardStudio();
    const project = dead.project();
    const { id } = dead.generate(project, 3);
    if (phase === 'written') {
      await dead.reached(id, ['queued']);
      // As after a kill between the shots and the last of their jobs.
      dead.store.database.prepare("UPDATE sequences SET phase = 'written'").run();
      dead.store.database.prepare('UPDATE shots SET job = NULL, take = 0 WHERE place > 0').run();
    } else {
      await dead.boards.close();
    }
    dead.store.close();

    const next = openBoardStudio(dead.home);
    next.queue.start();
    next.boards.start();
    await next.reached(id, ['completed']);
    expect(next.order(project)).toEqual(['establishing', 'action', 'closing']);
    expect(next.store.database.prepare('SELECT count(*) FROM jobs').pluck().get()).toBe(3);
  });

  it('leaves a cancelled sequence cancelled', async () => {
    const dead = openBoardStudio();
    const { id } = dead.generate(dead.project());
    await dead.boards.sequences.cancel(id);
    dead.store.close();
    const next = openBoardStudio(dead.home);
    next.boards.start();
    expect(next.boards.sequences.get(id).state).toBe('cancelled');
  });
});

describe('a project', () => {
  it('takes its shots and pictures to the trash and back', async () => {
    const studio = openBoardStudio();
    studio.queue.start();
    const project = studio.project();
    await studio.reached(studio.generate(project, 2).id, ['completed']);
    await studio.boards.deleteProject(project);
    expect(studio.boards.projects.list()).toEqual([]);
    expect(studio.library.list({ search: '', limit: 10, cursor: null }).total).toBe(0);
    expect(studio.boards.restoreProject(project).shotCount).toBe(2);
    expect(studio.library.list({ search: '', limit: 10, cursor: null }).total).toBe(2);
  });

  it('deleted while it is drawn stops being drawn', async () => {
    const studio = openBoardStudio();
    const project = studio.project();
    const { id } = studio.generate(project, 3);
    await studio.reached(id, ['queued']);
    await studio.boards.deleteProject(project);
    studio.queue.start();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(studio.engine.runs).toEqual([]);
  });

  it('lists the one that was changed last first', () => {
    const studio = openBoardStudio();
    const first = studio.project('first');
    studio.project('second');
    studio.boards.projects.update(first, { description: 'changed' });
    expect(studio.boards.projects.list().map((project) => project.name)).toEqual(['first', 'second']);
  });

  it('tells whoever looks that its board changed when a job of it moves', async () => {
    const studio = openBoardStudio();
    studio.queue.start();
    const project = studio.project();
    await studio.reached(studio.generate(project, 1).id, ['completed']);
    const told = studio.seen.filter((event) => event.name === 'storyboard.changed');
    expect(told.length).toBeGreaterThan(2);
    expect(told.every((event) => event.data.project === project)).toBe(true);
  });
});
