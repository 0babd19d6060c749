// Which provider draws, and why: chosen, quickest, the only one, or others not measured yet.

import { describe, expect, test } from 'vitest';
import { chooseProvider, type ProviderKnowledge } from '../../../../main/providers/choose-provider.ts';
import type { RunTime } from '../../../../main/store/run-time-table.ts';
import { ModelId } from '../../../../shared/domain/ids.ts';
import type { ProviderFinding, ProviderName } from '../../../../shared/domain/provider.ts';

const model = ModelId.parse('sd');
const works = (name: ProviderName): ProviderFinding => ({ name, works: true, problem: null });
const broken: ProviderFinding = { name: 'cuda', works: false, problem: 'cuda did not start.' };

function run(provider: ProviderName, stepMs: number, side = 1000): RunTime {
  const others = { guided: true, loadingMs: null, encodingMs: 1, decodingMs: 1, peakBytes: null };
  return { model, provider, width: side, height: side, stepMs, ...others };
}

const choose = (known: Partial<ProviderKnowledge>) =>
  chooseProvider({ model, setting: 'auto', findings: null, runs: [], failed: [], ...known });

describe('what draws with a model', () => {
  test.each([
    ['nothing was tried', null],
    ['only the processor works', [works('cpu'), broken]],
  ])('is the processor where %s', (_, findings) => {
    expect(choose({ findings })).toMatchObject({ provider: 'cpu', reason: 'only', unmeasured: [] });
  });

  test('is the quickest once all that work were measured, a step and megapixel', () => {
    const runs = [run('cpu', 400, 500), run('webgpu', 1200), run('cuda', 1)];
    const choice = choose({ findings: [works('cpu'), works('webgpu'), broken], runs });
    expect(choice).toMatchObject({ provider: 'webgpu', reason: 'quickest', unmeasured: [] });
    expect(choice.measured).toEqual([
      { name: 'webgpu', stepMs: 1200, runs: 1 },
      { name: 'cpu', stepMs: 1600, runs: 1 },
    ]);
  });

  test('is the best so far while others wait to be measured', () => {
    const findings = [works('cpu'), works('webgpu')];
    expect(choose({ findings })).toMatchObject({ provider: 'cpu', reason: 'untried', unmeasured: ['cpu', 'webgpu'] });
    const runs = [run('webgpu', 5)];
    expect(choose({ findings, runs })).toMatchObject({ provider: 'webgpu', reason: 'untried', unmeasured: ['cpu'] });
  });

  test('is none that failed with it', () => {
    const failed = [{ name: 'webgpu', problem: 'It crashed.' }] as const;
    const choice = choose({ findings: [works('cpu'), works('webgpu')], runs: [run('webgpu', 1)], failed: [...failed] });
    expect(choice).toMatchObject({ provider: 'cpu', reason: 'only', failed, unmeasured: [] });
  });

  test('is what somebody chose, whatever was measured', () => {
    const runs = [run('cpu', 1), run('webgpu', 9)];
    const choice = choose({ setting: 'webgpu', findings: [works('cpu'), works('webgpu')], runs });
    expect(choice).toMatchObject({ provider: 'webgpu', reason: 'chosen', unmeasured: [] });
  });
});
