// An engine without a process: it writes small files for pictures and can be told to fail, so that the queue around it can be tested.

import { writeFileSync } from 'node:fs';
import type { Engine } from '../../main/engine/supervisor.ts';
import type { EngineCommand, EngineEvent } from '../../shared/engine-protocol.ts';
import type { DrawnFrom } from '../../shared/domain/exemplar-source.ts';
import { descriptionLength } from '../../shared/domain/picture-traits.ts';
import { TesseraError } from '../../shared/errors.ts';
import { mockManifest } from '../../main/models/mock-manifest.ts';

const fakeTraits = { hash: '0f'.repeat(8), description: Buffer.alloc(descriptionLength).toString('base64') };

type RunCommand = Extract<EngineCommand, { kind: 'generate' | 'upscale' }>;

export interface FakeEngine extends Engine {
  readonly runs: RunCommand[];
  /** What it says its pictures are made of. */
  drawnFrom: DrawnFrom;
  /** Called before each picture; throw to make the run fail there. */
  beforePicture: (picture: number, command: RunCommand) => Promise<void> | void;
}

export function createFakeEngine(): FakeEngine {
  const runs: RunCommand[] = [];
  const engine: FakeEngine = {
    runs,
    drawnFrom: [],
    beforePicture: () => {},
    async run(command, { signal, onEvent }) {
      runs.push(command);
      const images = command.kind === 'generate' ? command.images : [command.image];
      for (const [place, image] of images.entries()) {
        await engine.beforePicture(place, command);
        await new Promise((resolve) => setImmediate(resolve));
        if (signal.aborted) throw new TesseraError('CANCELLED', 'Cancelled.');
        writeFileSync(image.output, `picture ${image.id}`);
        const done: EngineEvent[] = [
          {
            kind: 'progress',
            id: command.id,
            stage: 'sampling',
            fraction: (place + 0.5) / images.length,
            etaMs: 10,
            stepMs: 1,
          },
          { kind: 'preview', id: command.id, image: image.id, png: Buffer.from('preview').toString('base64') },
          {
            kind: 'image',
            id: command.id,
            image: image.id,
            width: 64,
            height: 64,
            sizeBytes: 10,
            sha256: 'a'.repeat(64),
            drawnFrom: command.kind === 'upscale' ? command.drawnFrom : engine.drawnFrom,
          },
        ];
        for (const event of done) onEvent(event);
      }
      return null;
    },
    inspect: () => Promise.resolve(mockManifest),
    inspectLora: () => Promise.resolve({ sha256: 'c'.repeat(64), sizeBytes: 9, layers: { unet: 2 }, base: null }),
    inspectUpscaler: (path) =>
      Promise.resolve({
        folder: path,
        manifest: {
          name: 'Fake',
          licence: null,
          source: null,
          range: 1,
          channels: 'rgb',
          factors: [{ factor: 2, passes: [{ file: 'x2.onnx', factor: 2 }] }],
        },
      }),
    thumbnail: ({ output }) => {
      writeFileSync(output, 'thumbnail');
      return Promise.resolve(fakeTraits);
    },
    describe: () => Promise.resolve({ width: 64, height: 64, format: 'png', traits: fakeTraits }),
    importPicture: ({ output }) => {
      writeFileSync(output, 'plain');
      return Promise.resolve({ width: 64, height: 64, sha256: 'b'.repeat(64) });
    },
    compare: () => Promise.resolve({ max: 0, share: 0 }),
    recall: () => Promise.resolve({ tool: null, version: null, fields: {}, others: [], warnings: [], raw: [] }),
    readPrompt: () => Promise.resolve({ encoders: [], weights: [] }),
    convert: ({ output }) => Promise.resolve(writeFileSync(output, 'converted')),
    exportPicture: ({ output }) => Promise.resolve(writeFileSync(output, 'exported')),
    grid: ({ output }) => Promise.resolve(writeFileSync(output, 'grid')),
    ready: () => Promise.resolve(),
    contactSheet: ({ output }) => Promise.resolve(writeFileSync(output, 'contact sheet')),
    animation: ({ output }) => Promise.resolve(writeFileSync(output, 'animation')),
    cutPicture: ({ output }) => {
      writeFileSync(output, `cut ${output.slice(-8)}`);
      return Promise.resolve({ cutOut: true, paper: '#fdf6e3' });
    },
    packPalette: ({ pictures, output }) => {
      writeFileSync(output, `pack of ${pictures.length}`);
      const places = pictures.map((_, at) => ({ offset: at, length: 1 }));
      return Promise.resolve({ pictures: places, colours: ['#204060'], sha256: 'c'.repeat(64) });
    },
    checkPalette: () => Promise.resolve(),
    ping: () => Promise.resolve(1),
    probeProviders: () => Promise.resolve([{ name: 'cpu', works: true, problem: null }]),
    health: () => ({
      state: 'ready',
      message: 'A fake that is always ready.',
      rssBytes: null,
      restarts: 0,
      fallen: false,
      about: null,
    }),
    close: () => Promise.resolve(),
  };
  return engine;
}
