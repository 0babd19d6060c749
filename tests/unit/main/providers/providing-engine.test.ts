// Drawing by the best provider: what is measured first, and what happens when the best one fails.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { createProviderService } from '../../../../main/providers/provider-service.ts';
import { createProvidingEngine } from '../../../../main/providers/providing-engine.ts';
import { createLearningEngine } from '../../../../main/preflight/learning-engine.ts';
import { openStore } from '../../../../main/store/database.ts';
import { createProviderTable } from '../../../../main/store/provider-table.ts';
import { createRunTimeTable } from '../../../../main/store/run-time-table.ts';
import type { ProviderFinding, ProviderName } from '../../../../shared/domain/provider.ts';
import { Settings } from '../../../../shared/domain/settings.ts';
import { type EngineEvent } from '../../../../shared/engine-protocol.ts';
import type { RunTimings } from '../../../../shared/run-timings.ts';
import { TesseraError } from '../../../../shared/errors.ts';
import { createFakeEngine, type FakeEngine } from '../../../fakes/engine.ts';
import { type GenerateCommand, generateCommand } from '../../../fixtures/engine-commands.ts';
import { temporaryFolder } from '../fixtures.ts';

const findings: ProviderFinding[] = [
  { name: 'cpu', works: true, problem: null },
  { name: 'webgpu', works: true, problem: null },
  { name: 'cuda', works: false, problem: 'cuda did not start.' },
];
/** Of one picture of three steps. */
const stepMs: Partial<Record<ProviderName, number>> = { cpu: 300, webgpu: 20 };

let home: string;
let fake: FakeEngine;
let setting: 'auto' | ProviderName;
beforeEach(() => {
  home = temporaryFolder();
  fake = createFakeEngine();
  setting = 'auto';
});

function open() {
  const store = openStore({ file: join(home, 'tessera.db'), log: () => {} });
  const runTimes = createRunTimeTable(store);
  let probes = 0;
  const timed = {
    ...fake,
    probeProviders: () => {
      probes += 1;
      return Promise.resolve(findings);
    },
    async run(...asked: Parameters<FakeEngine['run']>): Promise<RunTimings | null> {
      await fake.run(...asked);
      const [command] = asked;
      const provider = (command.kind === 'generate' ? command.provider : undefined) ?? 'cpu';
      const samplingMs = (stepMs[provider] ?? 0) * command.recipe.steps;
      const stages = { loadingMs: 1, encodingMs: 1, samplingMs, decodingMs: 1, savingMs: 1 };
      return { totalMs: 1, sessionMs: 1, sessionRuns: 1, loadMs: 1, provider, stages };
    },
  };
  const learning = createLearningEngine(timed, runTimes);
  const settings = { get: () => ({ ...Settings.parse({}), provider: setting }) };
  const table = createProviderTable(store);
  const providers = createProviderService({ engine: timed, settings, table, runTimes, version: '1.0.0' });
  const engine = createProvidingEngine({ engine: learning, providers, cache: home, log: () => {} });
  return { engine, providers, probes: () => probes };
}

function command(id: string, count = 1): GenerateCommand {
  const drawn = generateCommand({ folder: home, id, steps: 9, count });
  return { ...drawn, model: { ...drawn.model, family: 'stable-diffusion' } };
}

async function draw({ engine }: ReturnType<typeof open>, asked: GenerateCommand): Promise<EngineEvent[]> {
  const events: EngineEvent[] = [];
  await engine.run(asked, { signal: new AbortController().signal, onEvent: (event) => events.push(event) });
  return events;
}

const runs = () =>
  fake.runs.map((run) => [run.id, run.kind === 'generate' ? run.provider : undefined, run.recipe.steps]);

describe('the first picture of a model', () => {
  test('has all that works measured, on a few steps that leave nothing behind, and is drawn by the quickest', async () => {
    const studio = open();
    const events = await draw(studio, command('one'));
    expect(runs()).toEqual([
      ['one-cpu', 'cpu', 3],
      ['one-webgpu', 'webgpu', 3],
      ['one', 'webgpu', 9],
    ]);
    expect(events.every((event) => !('id' in event) || event.id === 'one')).toBe(true);
    expect(readdirSync(home).filter((name) => name.startsWith('trial-'))).toEqual([]);

    await draw(studio, command('two'));
    expect(runs().slice(3)).toEqual([['two', 'webgpu', 9]]);
    expect(studio.probes()).toBe(1);
  });

  test('is drawn without any of that where somebody chose, or where the work is too small', async () => {
    const studio = open();
    await draw(studio, generateCommand({ folder: home, id: 'mock' }));
    expect([studio.probes(), runs().length]).toEqual([0, 1]);
    setting = 'webgpu';
    await draw(studio, command('one'));
    expect(runs().slice(1)).toEqual([['one', 'webgpu', 9]]);
  });

  test('measures nothing when it starts from a picture', async () => {
    const asked = command('one');
    const source = { image: join(home, 'a.png'), mask: null, strength: 0.5, extend: null };
    await draw(open(), { ...asked, source });
    expect(runs()).toEqual([['one', undefined, 9]]);
  });

  test('goes on without a provider that fails its trial, the processor included', async () => {
    fake.beforePicture = (_, { id }) => {
      if (id === 'one-cpu') throw new TesseraError('OUT_OF_MEMORY', 'No memory.');
    };
    const studio = open();
    await draw(studio, command('one'));
    await draw(studio, command('two'));
    expect(runs().slice(2)).toEqual([
      ['one', 'webgpu', 9],
      ['two', 'webgpu', 9],
    ]);
  });

  test('forgets what failed once providers are tried anew', async () => {
    fake.beforePicture = (_, { id }) => {
      if (id === 'one-webgpu') throw new TesseraError('ENGINE_CRASHED', 'It crashed.');
    };
    const studio = open();
    await draw(studio, command('one'));
    expect(runs().at(-1)).toEqual(['one', undefined, 9]);
    const { model } = command('one').recipe;
    expect(studio.providers.of(model).failed).toEqual([{ name: 'webgpu', problem: 'It crashed.' }]);
    // Whoever tries them anew wants to know anew.
    const both = await Promise.all([studio.providers.probe(), studio.providers.probe()]);
    expect([both[0] === both[1], studio.probes()]).toEqual([true, 2]);
    expect(studio.providers.of(model).failed).toEqual([]);
  });
});

describe('a provider that fails in the middle of a job', () => {
  test.each([
    ['ENGINE_CRASHED', 1],
    ['OUT_OF_MEMORY', 0],
  ] as const)(
    'with %s leaves the pictures that are missing to the processor, and it is told',
    async (code, failures) => {
      const studio = open();
      setting = 'webgpu';
      fake.beforePicture = (picture, run) => {
        const isCard = run.kind === 'generate' && run.provider === 'webgpu';
        if (isCard && picture === 1) throw new TesseraError(code, 'It went wrong.');
      };
      const events = await draw(studio, command('one', 3));
      const [, rest] = fake.runs;
      expect(rest?.kind === 'generate' && rest.images.map(({ id }) => id)).toEqual(['one-1', 'one-2']);
      const notes = events.flatMap((event) => (event.kind === 'note' ? [event.note] : []));
      expect(notes).toMatchObject([
        { code: 'DOWNGRADED_PROVIDER', values: { from: 'webgpu', to: 'cpu', why: 'It went wrong.' } },
      ]);
      const drawn = events.flatMap((event) => (event.kind === 'image' ? [event.image] : []));
      expect(drawn).toEqual(['one-0', 'one-1', 'one-2']);
      expect(studio.providers.of(command('one').recipe.model).failed).toHaveLength(failures);
    },
  );

  test('for another reason is told as it is', async () => {
    setting = 'webgpu';
    fake.beforePicture = () => {
      throw new TesseraError('DISK_FULL', 'The disk is full.');
    };
    await expect(draw(open(), command('one'))).rejects.toMatchObject({ code: 'DISK_FULL' });
    expect(fake.runs).toHaveLength(1);
  });
});
