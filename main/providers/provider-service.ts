// What computes: which providers work on this machine, and which of them draws with a model.

import type { ModelId } from '../../shared/domain/ids.ts';
import type { ModelProvider, ProviderFinding, ProviderName } from '../../shared/domain/provider.ts';
import type { Engine } from '../engine/supervisor.ts';
import type { SettingsService } from '../settings/settings-service.ts';
import type { ProviderTable } from '../store/provider-table.ts';
import type { RunTimeTable } from '../store/run-time-table.ts';
import { chooseProvider } from './choose-provider.ts';

export interface ProviderService {
  /** null when nothing was tried on this machine with this version yet. */
  findings(): ProviderFinding[] | null;
  /** Tries them all anew, each where it can harm nothing. @throws ENGINE_UNAVAILABLE, ENGINE_CRASHED, ENGINE_TIMEOUT */
  probe(): Promise<ProviderFinding[]>;
  of(model: ModelId): ModelProvider;
  /** Those that work and were not measured with that model, as long as nobody chose one. */
  unmeasured(model: ModelId): ProviderName[];
  /** From now on another draws with that model, until they are tried anew. */
  failed(model: ModelId, provider: ProviderName, problem: string): void;
}

export function createProviderService(options: {
  readonly engine: Pick<Engine, 'probeProviders'>;
  readonly settings: Pick<SettingsService, 'get'>;
  readonly table: ProviderTable;
  readonly runTimes: Pick<RunTimeTable, 'ofModel'>;
  /** Findings of another version say nothing: it may bring another runtime. */
  readonly version: string;
}): ProviderService {
  const { engine, settings, table, runTimes, version } = options;
  const findings = () => table.findings(version);
  const chosen = (model: ModelId) =>
    chooseProvider({
      model,
      setting: settings.get().provider,
      findings: findings(),
      runs: runTimes.ofModel(model),
      failed: table.failures(model),
    });

  let probing: Promise<ProviderFinding[]> | null = null;

  async function tried(): Promise<ProviderFinding[]> {
    const found = await engine.probeProviders();
    table.setFindings(found, version);
    return found;
  }

  return {
    findings,
    probe() {
      // Who asks while they are tried hears the same answer.
      probing ??= tried().finally(() => {
        probing = null;
      });
      return probing;
    },
    of(model) {
      const { unmeasured: _, ...choice } = chosen(model);
      return choice;
    },
    unmeasured: (model) => chosen(model).unmeasured,
    failed: (model, provider, problem) => table.fail(model, provider, problem),
  };
}
