import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Pipeline } from '../../../engine/pipelines/pipeline.ts';
import { EngineServer, type EngineServerOptions } from '../../../engine/server.ts';
import type { TensorRuntime } from '../../../engine/runtime/tensor-runtime.ts';
import { EngineEvent } from '../../../shared/engine-protocol.ts';
import { TesseraError } from '../../../shared/errors.ts';
import { generateCommand } from '../../fixtures/engine-commands.ts';

let folder: string;
let events: EngineEvent[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tessera-server-'));
  events = [];
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** No family under test opens a graph; the runtime only counts. */
const runtime: TensorRuntime = {
  open: () => Promise.reject(new TesseraError('MODEL_MISSING_FILE', 'there is no graph in this test')),
  spent: { sessionMs: 0, sessionRuns: 0 },
  versions: { onnxruntime: '1.30.0' },
  providers: ['cpu'],
  offered: ['cpu'],
};

/** A family that draws one grey picture in `steps` steps, with latents that tell its seed. */
function greyPipeline(over: Partial<Pipeline> = {}): Pipeline {
  return {
    async draw({ recipe, seed, checkpoint, report }) {
      for (let step = 1; step <= recipe.steps; step += 1) {
        report.preview(() => ({ width: 1, height: 1, data: Uint8Array.of(step, 0, 0) }));
        report.step('sampling', step / recipe.steps);
        await checkpoint();
      }
      const data = new Uint8Array(recipe.width * recipe.height * 3).fill(128);
      const latents = { data: Float32Array.of(seed, seed), dims: [1, 1, 2] as const };
      return { image: { width: recipe.width, height: recipe.height, data }, latents };
    },
    close: () => Promise.resolve(),
    ...over,
  };
}

function start(options: Partial<EngineServerOptions> = {}): EngineServer {
  return new EngineServer({
    // Every event is held against the protocol, as main does at its door.
    send: (event) => events.push(EngineEvent.parse(event)),
    clock: () => performance.now(),
    peakBytes: () => 0,
    versions: { node: 'test' },
    openRuntime: () => Promise.resolve(runtime),
    loadPipeline: () => Promise.resolve(greyPipeline()),
    inspectModel: () => Promise.reject(new TesseraError('MODEL_NOT_A_MODEL', 'This folder holds no model.')),
    ...options,
  });
}

function endsOf(): EngineEvent[] {
  return events.filter(({ kind }) => kind === 'done' || kind === 'failed' || kind === 'cancelled');
}

async function ended(count: number): Promise<EngineEvent[]> {
  const until = Date.now() + 5_000;
  while (endsOf().length < count && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 5));
  return endsOf();
}

describe('the engine server', () => {
  test('refuses what is no command, and answers it when it has an id', async () => {
    const server = start();
    server.receive('nonsense');
    server.receive({ kind: 'thumbnail', id: 'one', width: -1 });
    expect(events.map(({ kind }) => kind)).toEqual(['log', 'log', 'failed']);
    expect(events.at(-1)).toMatchObject({ id: 'one', error: { code: 'VALIDATION_ERROR' } });
  });

  test('keeps the model loaded until another is asked for', async () => {
    const loaded: string[] = [];
    const closed: string[] = [];
    const server = start({
      loadPipeline: ({ model }) => {
        loaded.push(model.folder);
        return Promise.resolve(greyPipeline({ close: async () => void closed.push(model.folder) }));
      },
    });
    for (const [index, modelFolder] of ['a', 'a', 'b'].entries()) {
      server.receive(generateCommand({ folder, id: `job-${index}`, modelFolder, steps: 1 }));
    }
    expect((await ended(3)).map(({ kind }) => kind)).toEqual(['done', 'done', 'done']);
    expect([loaded, closed]).toEqual([['a', 'b'], ['a']]);
  });

  test('works on one request after the other', async () => {
    const server = start();
    for (const id of ['one', 'two', 'three']) server.receive(generateCommand({ folder, id, steps: 3 }));
    await ended(3);
    const order = events.flatMap((event) => ('id' in event && event.id !== null ? [event.id] : []));
    expect(order).toEqual(
      order.toSorted((a, b) => ['one', 'two', 'three'].indexOf(a) - ['one', 'two', 'three'].indexOf(b)),
    );
  });

  test('drops a request that was cancelled while it waited', async () => {
    const server = start();
    server.receive(generateCommand({ folder, id: 'one', steps: 5 }));
    server.receive(generateCommand({ folder, id: 'two', steps: 5 }));
    server.receive({ kind: 'cancel', id: 'two' });
    expect(await ended(2)).toMatchObject([
      { kind: 'done', id: 'one' },
      { kind: 'cancelled', id: 'two' },
    ]);
  });

  test('cancels at the next checkpoint, that is within one step', async () => {
    let steps = 0;
    const server = start({
      loadPipeline: () =>
        Promise.resolve(
          greyPipeline({
            async draw({ checkpoint }) {
              for (;;) {
                steps += 1;
                if (steps === 3) server.receive({ kind: 'cancel', id: 'one' });
                await checkpoint();
              }
            },
          }),
        ),
    });
    server.receive(generateCommand({ folder, id: 'one' }));
    expect(await ended(1)).toMatchObject([{ kind: 'cancelled', id: 'one' }]);
    expect(steps).toBe(3);
  });

  test('reports what went wrong by code and keeps working', async () => {
    let attempt = 0;
    const server = start({
      loadPipeline: () => {
        attempt += 1;
        if (attempt === 1)
          throw new TesseraError('MODEL_CORRUPT', 'The file is cut short.', { details: { file: 'x' } });
        if (attempt === 2) throw new Error('a bug with /home/someone in it');
        if (attempt === 3) throw new RangeError('Array buffer allocation failed');
        return Promise.resolve(greyPipeline());
      },
    });
    for (const id of ['one', 'two', 'three', 'four']) server.receive(generateCommand({ folder, id, steps: 1 }));
    expect(await ended(4)).toMatchObject([
      { kind: 'failed', error: { code: 'MODEL_CORRUPT', details: { file: 'x' } } },
      { kind: 'failed', error: { code: 'INTERNAL', message: expect.not.stringContaining('someone') } },
      { kind: 'failed', error: { code: 'OUT_OF_MEMORY', retryable: false } },
      { kind: 'done', id: 'four' },
    ]);
  });

  test('tries again to open a runtime that was not there', async () => {
    let attempt = 0;
    const server = start({
      openRuntime: () => {
        attempt += 1;
        return attempt === 1
          ? Promise.reject(new TesseraError('PROVIDER_UNAVAILABLE', 'gone'))
          : Promise.resolve(runtime);
      },
    });
    for (const id of ['one', 'two']) server.receive(generateCommand({ folder, id, steps: 1 }));
    expect(await ended(2)).toMatchObject([{ kind: 'failed' }, { kind: 'done' }]);
  });

  test('saves the latents of all pictures as one array, before the last picture is announced', async () => {
    const saveLatents = join(folder, 'latents.npy');
    start().receive(generateCommand({ folder, count: 3, steps: 1, saveLatents }));
    await ended(1);
    const file = readFileSync(saveLatents);
    expect(file.toString('latin1')).toContain("'shape': (3, 1, 1, 2)");
    expect([0, 1, 2, 3, 4, 5].map((index) => file.readFloatLE(128 + index * 4))).toEqual([7, 7, 8, 8, 9, 9]);
  });

  test('shows at most four previews a second and not one too few', async () => {
    const time = { now: 0 };
    start({
      clock: () => time.now,
      loadPipeline: () =>
        Promise.resolve(
          greyPipeline({
            async draw(request) {
              for (let step = 0; step < 20; step += 1) {
                time.now += 100;
                request.report.preview(() => ({ width: 1, height: 1, data: Uint8Array.of(0, 0, 0) }));
              }
              return await greyPipeline().draw(request);
            },
          }),
        ),
    }).receive(generateCommand({ folder, steps: 1 }));
    await ended(1);
    // Two seconds, a call every 100 ms: one at once, then every third.
    expect(events.filter(({ kind }) => kind === 'preview')).toHaveLength(7);
  });

  test('passes a folder’s refusal on', async () => {
    start().receive({ kind: 'inspect', id: 'look', folder: '/nowhere', hash: false });
    expect(await ended(1)).toMatchObject([{ kind: 'failed', id: 'look', error: { code: 'MODEL_NOT_A_MODEL' } }]);
  });
});
