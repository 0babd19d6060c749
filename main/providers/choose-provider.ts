// Which provider draws with a model, and why: what somebody chose, or else the quickest of those that work.

import type { ModelId } from '../../shared/domain/ids.ts';
import type { ModelProvider, ProviderFinding, ProviderName } from '../../shared/domain/provider.ts';
import { median } from '../preflight/median.ts';
import type { RunTime } from '../store/run-time-table.ts';

const megapixel = 1e6;

export interface ProviderKnowledge {
  readonly model: ModelId;
  readonly setting: 'auto' | ProviderName;
  /** null when nothing was tried yet. */
  readonly findings: readonly ProviderFinding[] | null;
  /** Runs of this model. */
  readonly runs: readonly RunTime[];
  readonly failed: ModelProvider['failed'];
}

/** The choice, and what ought to be measured before it can be made for good. */
export function chooseProvider(known: ProviderKnowledge): ModelProvider & { readonly unmeasured: ProviderName[] } {
  const { model, setting, findings, runs } = known;
  const failed = [...known.failed];
  const names = (findings ?? []).filter(({ works }) => works).map(({ name }) => name);
  const working = names.filter((name) => !failed.some((other) => other.name === name));
  const measured = working.flatMap((name) => {
    const steps = runs.filter((run) => run.provider === name).map(stepPerMegapixel);
    const stepMs = median(steps);
    return stepMs === null ? [] : [{ name, stepMs, runs: steps.length }];
  });
  const told = { model, measured: measured.toSorted((a, b) => a.stepMs - b.stepMs), failed };
  if (setting !== 'auto') return { ...told, provider: setting, reason: 'chosen', unmeasured: [] };
  if (working.every((name) => name === 'cpu')) return { ...told, provider: 'cpu', reason: 'only', unmeasured: [] };
  const unmeasured = working.filter((name) => !measured.some((other) => other.name === name));
  const [quickest] = told.measured;
  const reason = unmeasured.length === 0 && quickest !== undefined ? 'quickest' : 'untried';
  return { ...told, provider: quickest?.name ?? 'cpu', reason, unmeasured };
}

function stepPerMegapixel({ stepMs, width, height }: RunTime): number {
  return (stepMs * megapixel) / (width * height);
}
