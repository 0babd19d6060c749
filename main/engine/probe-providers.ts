// Tries providers one after the other in a host of their own: what a graphics card's library does to it is an answer.

import { type ProviderFinding, providerNames } from '../../shared/domain/provider.ts';
import { TesseraError } from '../../shared/errors.ts';
import { HostProcess, type HostProcessOptions } from './host-process.ts';
import { errorOf } from './run-answer.ts';

export interface ProviderProbe {
  /** What this build of the runtime was made with, and whether it works on this machine; the processor is never in question. */
  findings(): Promise<ProviderFinding[]>;
  close(): Promise<void>;
}

export function createProviderProbe(options: Omit<HostProcessOptions, 'role'>): ProviderProbe {
  const host = new HostProcess({ ...options, role: 'engine' });
  const { limits, log } = options;

  async function problemOf(provider: ProviderFinding['name']): Promise<string | null> {
    try {
      // A host that died of the provider before is started anew for the next.
      await host.ensureReady();
      const asked = { kind: 'probe-provider', id: `probe-${provider}`, provider } as const;
      const event = await host.request(asked, { allowedSilenceMs: () => limits.silenceMs });
      if (event.kind === 'failed') throw errorOf(event);
      return null;
    } catch (thrown) {
      if (!(thrown instanceof TesseraError)) throw thrown;
      log(`provider ${provider}: ${thrown.message}`);
      return thrown.message;
    }
  }

  return {
    async findings() {
      await host.ensureReady();
      const offered = host.about?.providers ?? [];
      const findings: ProviderFinding[] = [{ name: 'cpu', works: true, problem: null }];
      for (const name of providerNames) {
        if (name === 'cpu' || !offered.includes(name)) continue;
        const problem = await problemOf(name);
        findings.push({ name, works: problem === null, problem });
      }
      return findings;
    },
    close: () => host.close(),
  };
}
