import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { TesseraError } from '../../../../shared/errors.ts';
import { openBoardStudio } from './board-studio.ts';

const words = { prompt: 'a fox', durationSeconds: 3, shotType: 'medium' as const, draw: false };

function boardOf(count: number) {
  const studio = openBoardStudio();
  const project = studio.project();
  const ids = Array.from(
    { length: count },
    (_, place) =>
      studio.boards.shots.create({ ...words, project, name: `shot ${place}`, orderIndex: undefined }, 'test').id,
  );
  const names = (): string[] => studio.boards.shots.ofProject(project).map((shot) => shot.name);
  const places = (): number[] => studio.boards.shots.ofProject(project).map((shot) => shot.orderIndex);
  return { ...studio, project, ids, names, places };
}

describe('the order of a board', () => {
  it('is that of making', () => {
    expect(boardOf(3).names()).toEqual(['shot 0', 'shot 1', 'shot 2']);
  });

  it.each([
    [0, 2, ['shot 1', 'shot 2', 'shot 0', 'shot 3']],
    [3, 0, ['shot 3', 'shot 0', 'shot 1', 'shot 2']],
    [1, 1, ['shot 0', 'shot 1', 'shot 2', 'shot 3']],
    [0, 3, ['shot 1', 'shot 2', 'shot 3', 'shot 0']],
  ])('moves shot %i to place %i', (from, to, expected) => {
    const { boards, ids, names, places } = boardOf(4);
    boards.shots.update(ids[from] as never, { orderIndex: to });
    expect(names()).toEqual(expected);
    expect(places()).toEqual([0, 1, 2, 3]);
  });

  it('refuses a place past the end and says the nearest', () => {
    const { boards, ids, names } = boardOf(2);
    expect(() => boards.shots.update(ids[0] as never, { orderIndex: 2 })).toThrowError(
      expect.objectContaining({ code: 'INVALID_INPUT', details: expect.objectContaining({ nearest: [1] }) }),
    );
    expect(names()).toEqual(['shot 0', 'shot 1']);
  });

  it('takes a new shot between others', () => {
    const { boards, project, names } = boardOf(2);
    boards.shots.create({ ...words, project, name: 'between', orderIndex: 1 }, 'test');
    expect(names()).toEqual(['shot 0', 'between', 'shot 1']);
  });

  it('closes the gap of a deleted shot, and a restored one goes to the end', async () => {
    const { boards, ids, names, places } = boardOf(3);
    await boards.shots.delete(ids[0] as never);
    expect([names(), places()]).toEqual([
      ['shot 1', 'shot 2'],
      [0, 1],
    ]);
    boards.shots.restore(ids[0] as never);
    expect([names(), places()]).toEqual([
      ['shot 1', 'shot 2', 'shot 0'],
      [0, 1, 2],
    ]);
  });

  it('ends at 240 shots', () => {
    const { boards, project } = boardOf(240);
    expect(() =>
      boards.shots.create({ ...words, project, name: 'one more', orderIndex: undefined }, 'test'),
    ).toThrowError(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });
});

describe('the picture of a shot', () => {
  async function drawnShot() {
    const studio = openBoardStudio();
    studio.queue.start();
    const project = studio.project();
    const { id } = studio.boards.shots.create(
      { ...words, draw: true, project, name: undefined, orderIndex: undefined },
      'test',
    );
    const job = studio.boards.shots.get(id).job;
    await studio.finished(job as never);
    return { ...studio, project, id };
  }

  it('is a job of one picture in the ordinary queue', async () => {
    const { boards, id, jobs } = await drawnShot();
    const shot = boards.shots.get(id);
    expect(shot).toMatchObject({ state: 'completed', progress: 1, name: 'Medium shot' });
    expect(jobs.get(shot.job as never).images.map((image) => image.id)).toEqual([shot.image]);
  });

  it('stays on the board while the next take is drawn, and is replaced by it', async () => {
    const { boards, id, finished, engine } = await drawnShot();
    const before = boards.shots.get(id);
    let during: unknown = null;
    engine.beforePicture = () => {
      during = boards.shots.get(id).image;
    };
    const again = await boards.shots.draw(id, 'test');
    await finished(again.job as never);
    expect(during).toBe(before.image);
    expect(boards.shots.get(id)).toMatchObject({ state: 'completed', image: `${again.job}-0` });
    expect(again.job).not.toBe(before.job);
  });

  it('stays when the next take fails, and the failure is told', async () => {
    const { boards, id, finished, engine } = await drawnShot();
    const before = boards.shots.get(id).image;
    engine.beforePicture = () => {
      throw new TesseraError('OUT_OF_MEMORY', 'No memory.');
    };
    await finished((await boards.shots.draw(id, 'test')).job as never);
    expect(boards.shots.get(id)).toMatchObject({ state: 'failed', image: before, error: { code: 'OUT_OF_MEMORY' } });
  });

  it('survives two failed takes in a row', async () => {
    const { boards, id, finished, engine } = await drawnShot();
    const before = boards.shots.get(id).image;
    engine.beforePicture = () => {
      throw new TesseraError('OUT_OF_MEMORY', 'No memory.');
    };
    await finished((await boards.shots.draw(id, 'test')).job as never);
    await finished((await boards.shots.draw(id, 'test')).job as never);
    expect(boards.shots.get(id).image).toBe(before);
  });

  it('is drawn with the words as they stand now', async () => {
    const { boards, id, engine } = await drawnShot();
    boards.shots.update(id, { prompt: 'a wolf' });
    await boards.shots.draw(id, 'test');
    await expect.poll(() => engine.runs.at(-1)?.recipe.prompt).toBe('a wolf');
  });

  it('goes to the trash with the shot and comes back with it', async () => {
    const { boards, id, files } = await drawnShot();
    const image = boards.shots.get(id).image;
    await boards.shots.delete(id);
    expect(() => boards.shots.get(id)).toThrowError(expect.objectContaining({ code: 'SHOT_NOT_FOUND' }));
    expect(files.path(image as never)).toBeNull();
    boards.shots.restore(id);
    expect(existsSync(files.path(image as never) ?? '')).toBe(true);
  });

  it('leaves the board when someone deletes its job in the library', async () => {
    const { boards, id, jobs } = await drawnShot();
    await jobs.delete(boards.shots.get(id).job as never);
    expect(boards.shots.get(id)).toMatchObject({ state: 'empty', image: null });
  });
});
