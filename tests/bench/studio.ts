// A studio to measure: the real core over a real engine host, on a data folder of its own.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Core, openCore } from '../../main/core.ts';
import { startNodeHost } from '../../main/engine/node-host.ts';
import { findInstallation } from '../../main/installation.ts';
import type { Access } from '../../shared/contract/call.ts';
import type { CallInput, CallName, CallOutput } from '../../shared/contract/index.ts';
import type { JobId } from '../../shared/domain/ids.ts';
import { isFinished, type Job } from '../../shared/domain/job.ts';
import { fromEnvelope } from '../../shared/errors.ts';

export interface Studio {
  readonly core: Core;
  readonly home: string;
  call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>>;
  finished(id: JobId): Promise<Job>;
  close(): Promise<void>;
}

const everything: ReadonlySet<Access> = new Set(['read', 'write', 'admin']);

export async function openStudio(): Promise<Studio> {
  const home = mkdtempSync(join(tmpdir(), 'tessera-bench-'));
  const { resources, version, nodeBinary, worker } = findInstallation({ moduleUrl: import.meta.url });
  const core = await openCore({
    home,
    resources,
    version,
    startHost: startNodeHost({ nodeBinary, worker, home }),
    desktop: null,
  });
  const call: Studio['call'] = async (name, input) => {
    const result = await core.dispatch(name, input, { door: 'test', access: everything });
    if (!result.ok) throw fromEnvelope(result.error);
    return result.value as CallOutput<typeof name>;
  };
  return {
    core,
    home,
    call,
    finished: (id) =>
      new Promise((resolve, reject) => {
        const settle = (job: Job): boolean => {
          if (!isFinished(job.state)) return false;
          if (job.state === 'completed') resolve(job);
          else reject(new Error(`job ${id} ended as ${job.state}: ${job.error?.message ?? ''}`));
          return true;
        };
        const leave = core.events.subscribe((event) => {
          if (event.name === 'job.changed' && event.data.id === id && settle(event.data)) leave();
        });
        void call('generation.get', { id }).then(settle, reject);
      }),
    async close() {
      await core.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
