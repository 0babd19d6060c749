// Models over a real socket, however badly their host behaves: what arrives is what was promised, or nothing.

import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createDownloadService } from '../../main/downloads/download-service.ts';
import { createDownloadTable } from '../../main/store/download-table.ts';
import type { CatalogueEntry } from '../../shared/domain/download.ts';
import { ModelId } from '../../shared/domain/ids.ts';
import { hubRepository, type ModelHub, startModelHub } from '../fakes/model-hub.ts';
import { openStudio } from '../unit/main/fixtures.ts';

const id = ModelId.parse('a-model');
const weights = Buffer.from(Array.from({ length: 90_000 }, (_, at) => at % 251));
const files = {
  'model_index.json': Buffer.from('{"_class_name":"StableDiffusionPipeline"}'),
  'unet/weights.bin': weights,
  'README.md': Buffer.from('not needed'),
  'skipped/large.bin': Buffer.alloc(5000),
};

async function hubOf(content: Readonly<Record<string, Buffer>> = files): Promise<ModelHub> {
  const hub = await startModelHub(content);
  onTestFinished(() => hub.stop());
  return hub;
}

interface Options {
  readonly home?: string;
  readonly stallMs?: number;
  readonly triesInVain?: number;
}

function openDownloads(hubs: readonly ModelHub[], { home, stallMs = 10_000, triesInVain = 3 }: Options = {}) {
  const studio = openStudio(home);
  const entry: CatalogueEntry = {
    ...hubRepository,
    id,
    name: 'A model',
    family: 'stable-diffusion',
    licence: 'MIT',
    sizeBytes: null,
    tried: false,
    hosts: hubs.map(({ origin }) => origin),
    skip: ['skipped/'],
  };
  const downloads = createDownloadService({
    home: studio.home,
    catalogue: [entry],
    table: createDownloadTable(studio.store),
    network: studio.network,
    models: studio.models,
    events: studio.events,
    clock: Date.now,
    log: studio.logger.line,
    patience: { stallMs, pauseMs: 1, triesInVain },
  });
  onTestFinished(() => downloads.close());
  const folder = join(studio.home, 'models', id);
  const settled = async () => {
    await expect
      .poll(() => downloads.list().downloads.every(({ state }) => state !== 'running'), { timeout: 60_000 })
      .toBe(true);
    return downloads.list().downloads[0] ?? null;
  };
  return { ...studio, downloads, folder, settled };
}

function expectWhole({ folder, models }: ReturnType<typeof openDownloads>): void {
  expect(readFileSync(join(folder, 'unet/weights.bin')).equals(weights)).toBe(true);
  expect(readdirSync(folder).sort()).toEqual(['model_index.json', 'unet']);
  expect(existsSync(`${folder}.part`)).toBe(false);
  expect(models.list().find((model) => model.id === id)).toMatchObject({ folder, origin: 'user' });
}

describe('a download', () => {
  test('brings what is needed, whole, and registers it', async () => {
    const hub = await hubOf();
    const studio = openDownloads([hub]);
    expect(studio.downloads.list().catalogue).toMatchObject([{ id, isInstalled: false }]);
    expect(await studio.downloads.start(id)).toMatchObject({ state: 'running', sizeBytes: 90_041 });
    expect(await studio.settled()).toBeNull();

    expectWhole(studio);
    expect(studio.downloads.list()).toMatchObject({ catalogue: [{ isInstalled: true }], downloads: [] });
    expect(hub.asked).toEqual(['model_index.json', 'unet/weights.bin']);
    await expect(studio.downloads.start(id)).rejects.toMatchObject({ code: 'MODEL_IN_USE' });
  });

  test('stands in the ledger, request by request', async () => {
    const hub = await hubOf();
    const studio = openDownloads([hub]);
    await studio.downloads.start(id);
    await studio.settled();
    const { requests, total } = studio.network.requests({ limit: 9, before: null });
    expect(total).toBe(3);
    expect(requests.map(({ purpose, origin }) => `${purpose} ${origin}`)).toEqual(
      Array.from({ length: 3 }, () => `download ${hub.origin}`),
    );
  });

  test('tells how far it is', async () => {
    const studio = openDownloads([await hubOf()]);
    await studio.downloads.start(id);
    await studio.settled();
    const told = studio.seen.flatMap((event) => (event.name === 'downloads.changed' ? [event.data.downloads] : []));
    expect(told.at(0)).toMatchObject([{ id, state: 'running' }]);
    expect(told.at(-1)).toEqual([]);
  });

  test.each([
    ['hangs up in the middle', ['well', 'hang-up'], 'unet/weights.bin bytes=30000-'],
    ['falls silent in the middle', ['well', 'stall'], 'unet/weights.bin bytes=30000-'],
    ['announces more than it sends', ['well', 'promise-too-much'], null],
    ['sends more than it should', ['well', 'send-too-much'], 'unet/weights.bin'],
    ['knows no ranges', ['well', 'hang-up', 'ignore-range'], 'unet/weights.bin bytes=30000-'],
    ['sends another range', ['well', 'hang-up', 'wrong-range'], 'unet/weights.bin bytes=30000-'],
    ['sends other bytes', ['well', 'other-bytes'], 'unet/weights.bin'],
    ['points to another place', ['redirect', 'well', 'redirect'], 'unet/weights.bin'],
    ['does not find it at first', ['not-found', 'well', 'not-found'], 'unet/weights.bin'],
  ] as const)('ends well from a host that %s', async (_how, conduct, lastAsked) => {
    const hub = await hubOf();
    hub.conduct(...conduct);
    const studio = openDownloads([hub], { stallMs: conduct.some((one) => one === 'stall') ? 500 : 10_000 });
    const arrived = () => studio.downloads.list().downloads[0]?.receivedBytes ?? 0;
    hub.beforeBreak = () => expect.poll(arrived).toBe(30_041);
    await studio.downloads.start(id);
    expect(await studio.settled()).toBeNull();

    expectWhole(studio);
    if (lastAsked !== null) expect(hub.asked.at(-1)).toBe(lastAsked);
  });

  test('goes to the next host when one has nothing', async () => {
    const [first, second] = [await hubOf(), await hubOf()];
    first.conduct('well', 'not-found', 'not-found', 'not-found', 'not-found');
    const studio = openDownloads([first, second]);
    await studio.downloads.start(id);
    expect(await studio.settled()).toBeNull();

    expectWhole(studio);
    expect(second.asked).toEqual(['unet/weights.bin']);
  });

  test.each([
    ['sends other bytes each time', 'other-bytes', 'DOWNLOAD_DAMAGED'],
    ['leads in circles', 'redirect-for-ever', 'DOWNLOAD_FAILED'],
    ['has it no more', 'not-found', 'DOWNLOAD_FAILED'],
  ] as const)('fails from a host that %s, and ends well later', async (_how, conduct, code) => {
    const hub = await hubOf();
    hub.conduct('well', conduct, conduct, conduct);
    const studio = openDownloads([hub]);
    await studio.downloads.start(id);
    expect(await studio.settled()).toMatchObject({ state: 'failed', error: { code, retryable: true } });
    expect(existsSync(studio.folder)).toBe(false);
    expect(studio.models.list().some((model) => model.id === id)).toBe(false);
    hub.conduct('well');
    await studio.downloads.start(id);
    expect(await studio.settled()).toBeNull();
    expectWhole(studio);
  });
});

describe('a download that is stopped', () => {
  async function stoppedInTheMiddle(hub: ModelHub, home?: string) {
    hub.hold();
    const studio = openDownloads([hub], home === undefined ? {} : { home });
    await studio.downloads.start(id);
    await expect.poll(() => studio.downloads.list().downloads[0]?.receivedBytes ?? 0).toBeGreaterThan(0);
    return studio;
  }

  test('keeps what has come, and goes on from there', async () => {
    const hub = await hubOf({ 'unet/weights.bin': weights });
    const studio = await stoppedInTheMiddle(hub);
    expect(await studio.downloads.pause(id)).toMatchObject({ state: 'paused', receivedBytes: 30_000 });
    hub.hold()();
    await studio.downloads.start(id);
    expect(await studio.settled()).toBeNull();
    expect(hub.asked).toEqual(['unet/weights.bin', 'unet/weights.bin bytes=30000-']);
  });

  test('goes on from there after a restart, and a paused one rests', async () => {
    const home = mkdtempSync(join(tmpdir(), 'tessera-download-'));
    onTestFinished(() => rmSync(home, { recursive: true, force: true }));
    const hub = await hubOf({ 'unet/weights.bin': weights });
    const before = await stoppedInTheMiddle(hub, home);
    await before.downloads.close();
    before.store.close();
    hub.hold()();

    const after = openDownloads([hub], { home });
    expect(after.downloads.list().downloads).toMatchObject([{ state: 'running', receivedBytes: 30_000 }]);
    after.downloads.takeUp();
    expect(await after.settled()).toBeNull();
    expect(hub.asked.at(-1)).toBe('unet/weights.bin bytes=30000-');
  });

  test('and given up leaves nothing behind', async () => {
    const hub = await hubOf({ 'unet/weights.bin': weights });
    const studio = await stoppedInTheMiddle(hub);
    await studio.downloads.cancel(id);
    expect(studio.downloads.list().downloads).toEqual([]);
    expect(existsSync(`${studio.folder}.part`)).toBe(false);
    await expect(studio.downloads.pause(id)).rejects.toMatchObject({ code: 'DOWNLOAD_NOT_FOUND' });
  });
});

test('a model that is whole already is registered without fetching a byte', async () => {
  const hub = await hubOf();
  const studio = openDownloads([hub]);
  mkdirSync(join(studio.folder, 'unet'), { recursive: true });
  writeFileSync(join(studio.folder, 'model_index.json'), files['model_index.json']);
  writeFileSync(join(studio.folder, 'unet/weights.bin'), weights);
  await studio.downloads.start(id);
  expect(await studio.settled()).toBeNull();
  expectWhole(studio);
  expect(hub.asked).toEqual([]);
});

describe('nothing is fetched', () => {
  test('in offline mode from another computer, and the sentence says why', async () => {
    const studio = openDownloads([{ origin: 'https://models.example' } as ModelHub]);
    studio.settings.set({ offline: true });
    await expect(studio.downloads.start(id)).rejects.toMatchObject({
      code: 'OFFLINE',
      message: expect.stringContaining('models.example was not asked'),
    });
    expect(studio.downloads.list().downloads).toEqual([]);
  });

  test('of what the catalogue does not have', async () => {
    const studio = openDownloads([await hubOf()]);
    await expect(studio.downloads.start(ModelId.parse('nobody'))).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
  });

  test.each(['../outside.bin', 'a/../../outside.bin', '/etc/outside.bin', 'a\\outside.bin', 'a//outside.bin'])(
    'of a listing with %s',
    async (path) => {
      const studio = openDownloads([await hubOf({ [path]: Buffer.from('evil') })]);
      await expect(studio.downloads.start(id)).rejects.toMatchObject({ code: 'MODEL_UNSAFE_PATH' });
    },
  );

  test('for which the disk has no room', async () => {
    const hub = await hubOf();
    hub.claim('unet/weights.bin', 2 ** 50);
    const { downloads } = openDownloads([hub]);
    await expect(downloads.start(id)).rejects.toMatchObject({ code: 'DISK_FULL' });
    expect(hub.asked).toEqual([]);
    expect(downloads.list().downloads).toEqual([]);
  });
});
