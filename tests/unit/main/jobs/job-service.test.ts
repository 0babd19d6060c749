import { describe, expect, it } from 'vitest';
import { JobId } from '../../../../shared/domain/ids.ts';
import type { Image } from '../../../../shared/domain/image.ts';
import type { GenerationRequest } from '../../../../shared/domain/recipe.ts';
import { openStudio } from '../fixtures.ts';

const drawnFromBlobs = {
  name: 'blobs',
  title: 'Blobs',
  licence: 'MIT',
  author: 'Somebody',
  source: null,
  drawings: [{ name: 'dog', label: 'dog', leads: true }],
};

describe('submitting', () => {
  it('answers at once with a queued job and four planned pictures', () => {
    const job = openStudio().submit('a cat', { seed: 7 });

    expect(job).toMatchObject({ state: 'queued', stage: 'waiting', progress: 0 });
    expect(job.images.map((image) => [image.state, image.seed])).toEqual([
      ['planned', 7],
      ['planned', 8],
      ['planned', 9],
      ['planned', 10],
    ]);
  });

  it('gives the first job back for a repeated id with the same request', () => {
    const { jobs } = openStudio();
    const again = {
      request: { kind: 'generate', recipe: { prompt: 'a cat' } },
      id: JobId.parse('mine'),
      saveLatents: undefined,
      door: 'test',
    } as const;
    const first = jobs.submit(again);

    expect(jobs.submit(again)).toEqual(first);
  });

  it('refuses a taken id with another request', () => {
    const { jobs } = openStudio();
    const common = { id: JobId.parse('mine'), saveLatents: undefined, door: 'test' } as const;
    jobs.submit({ ...common, request: { kind: 'generate', recipe: { prompt: 'a cat' } } });

    expect(() => jobs.submit({ ...common, request: { kind: 'generate', recipe: { prompt: 'a dog' } } })).toThrowError(
      expect.objectContaining({ code: 'JOB_ID_TAKEN' }),
    );
  });
});

describe('deriving', () => {
  it('varies a picture: its seed and noise stay, and each cell walks to a variation seed of its own', async () => {
    const studio = openStudio();
    studio.queue.start();
    const grid = await studio.finished(studio.submit('a cat', { seed: 7 }).id);
    const second = grid.images[1];
    if (second === undefined) throw new Error('a grid has a second picture');
    const varied = studio.jobs.submit({
      request: { kind: 'vary', image: second.id, strength: 'subtle', seed: 100 },
      id: undefined,
      saveLatents: undefined,
      door: 'test',
    });

    expect(varied.images.map((image) => [image.parent, image.seed, image.variations[0]?.seed])).toEqual([
      [second.id, 8, 100],
      [second.id, 8, 101],
      [second.id, 8, 102],
      [second.id, 8, 103],
    ]);
  });

  it('upscales a picture into one of its size times the factor', async () => {
    const studio = openStudio();
    studio.queue.start();
    const grid = await studio.finished(studio.submit().id);
    const first = grid.images[0];
    if (first === undefined) throw new Error('a grid has a first picture');
    const upscale = studio.jobs.submit({
      request: { kind: 'upscale', image: first.id, factor: 4 },
      id: undefined,
      saveLatents: undefined,
      door: 'test',
    });

    expect(upscale.images).toMatchObject([{ kind: 'upscale', parent: first.id, width: 256, height: 256 }]);
  });

  it('enlarges what a picture was made of along with it, and records what a variation was made of', async () => {
    const studio = openStudio();
    studio.engine.drawnFrom = [drawnFromBlobs];
    studio.queue.start();
    const grid = await studio.finished(studio.submit().id);
    const [first] = grid.images;
    if (first === undefined) throw new Error('a grid has a first picture');
    const derive = (request: GenerationRequest) =>
      studio.jobs.submit({ request, id: undefined, saveLatents: undefined, door: 'test' }).id;
    studio.engine.drawnFrom = [];
    const upscaled = await studio.finished(derive({ kind: 'upscale', image: first.id, factor: 2 }));
    const varied = await studio.finished(derive({ kind: 'vary', image: first.id, strength: 'strong' }));

    const madeOf = (image: Image | undefined) => image && studio.library.get(image.id).drawnFrom;
    expect(madeOf(first)).toEqual([drawnFromBlobs]);
    expect(madeOf(upscaled.images[0])).toEqual([drawnFromBlobs]);
    expect(madeOf(varied.images[0])).toEqual([]);
  });

  it('says so when the picture to derive from is not there', () => {
    const { jobs, submit } = openStudio();
    const planned = submit().images[0];
    if (planned === undefined) throw new Error('a grid has a first picture');

    expect(() =>
      jobs.submit({
        request: { kind: 'upscale', image: planned.id, factor: 2 },
        id: undefined,
        saveLatents: undefined,
        door: 'test',
      }),
    ).toThrowError(expect.objectContaining({ code: 'IMAGE_NOT_FOUND' }));
  });
});

describe('listing', () => {
  it('pages newest first without losing or repeating a job', () => {
    const studio = openStudio();
    const ids = ['one', 'two', 'three', 'four', 'five'].map((prompt) => studio.submit(prompt).id);
    const first = studio.jobs.list({ states: undefined, limit: 2, cursor: null });
    const second = studio.jobs.list({ states: undefined, limit: 2, cursor: first.nextCursor });
    const third = studio.jobs.list({ states: undefined, limit: 2, cursor: second.nextCursor });

    expect([...first.jobs, ...second.jobs, ...third.jobs].map((job) => job.id)).toEqual([...ids].reverse());
    expect(third.nextCursor).toBeNull();
  });

  it('shows only the states asked for', async () => {
    const studio = openStudio();
    const waiting = studio.submit('waits');
    await studio.jobs.cancel(studio.submit('goes').id);

    expect(studio.jobs.list({ states: ['queued'], limit: 10, cursor: null }).jobs.map((job) => job.id)).toEqual([
      waiting.id,
    ]);
  });
});

describe('deleting', () => {
  it('takes the pictures out of the library, and restoring brings them back', async () => {
    const studio = openStudio();
    studio.queue.start();
    const { id } = await studio.finished(studio.submit().id);
    await studio.jobs.delete(id);
    const trashed = studio.library.list({ search: '', limit: 10, cursor: null }).total;
    studio.jobs.restore(id);
    const restored = studio.library.list({ search: '', limit: 10, cursor: null }).total;

    expect([trashed, restored]).toEqual([0, 4]);
    expect(studio.jobs.list({ states: undefined, limit: 10, cursor: null }).jobs).toHaveLength(1);
  });

  it('cancels a waiting job first', async () => {
    const studio = openStudio();
    const { id } = studio.submit();
    await studio.jobs.delete(id);

    expect(studio.jobs.get(id).state).toBe('cancelled');
  });
});

it('refuses to cancel what is finished by answering with it unchanged', async () => {
  const studio = openStudio();
  studio.queue.start();
  const done = await studio.finished(studio.submit().id);

  expect(await studio.jobs.cancel(done.id)).toEqual(done);
});

it('refuses to retry a completed job', async () => {
  const studio = openStudio();
  studio.queue.start();
  const done = await studio.finished(studio.submit().id);

  expect(() => studio.jobs.retry(done.id)).toThrowError(expect.objectContaining({ code: 'JOB_MOVE_FORBIDDEN' }));
});
