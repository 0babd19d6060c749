// Opens the core for one command: the same data folder, services and engine as the window, with no window.

import type { CallInput, CallName, CallOutput } from '../../shared/contract/index.ts';
import type { Access } from '../../shared/contract/call.ts';
import { fromEnvelope } from '../../shared/errors.ts';
import { type Core, openCore } from '../core.ts';
import type { CoreOptions } from '../core-options.ts';
import { startNodeHost } from '../engine/node-host.ts';
import { dataHome } from '../home.ts';
import { findInstallation, type Installation } from '../installation.ts';
import { retriesFromEnvironment } from '../retry-environment.ts';

export interface Studio {
  readonly core: Core;
  readonly installation: Installation;
  /** Throws TesseraError for an error envelope. */
  call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>>;
  close(): Promise<void>;
}

/** Whoever can start this command already owns the data folder; only the desktop is not here. */
const commandAccess: ReadonlySet<Access> = new Set(['read', 'write', 'admin']);

/** Throws what openCore throws; DATA_FOLDER_IN_USE while the app or another command has the folder open. */
export async function openStudio(options: Pick<CoreOptions, 'restore'> = {}): Promise<Studio> {
  const installation = findInstallation({ moduleUrl: import.meta.url });
  const home = dataHome(process.env, process.platform);
  const { resources, version, nodeBinary, worker } = installation;
  const core = await openCore({
    home,
    resources,
    version,
    startHost: startNodeHost({ nodeBinary, worker, home }),
    desktop: null,
    retries: retriesFromEnvironment(process.env),
    ...options,
  });
  return {
    core,
    installation,
    async call<Name extends CallName>(name: Name, input: CallInput<Name>) {
      const result = await core.dispatch(name, input, { door: 'cli', access: commandAccess });
      if (!result.ok) throw fromEnvelope(result.error);
      // The handler of this name returned it, in this process.
      return result.value as CallOutput<Name>;
    },
    close: () => core.close(),
  };
}

/** Opens the studio for as long as `work` takes, and closes it whatever happens. */
export async function withStudio<Result>(
  work: (studio: Studio) => Promise<Result>,
  options: Pick<CoreOptions, 'restore'> = {},
): Promise<Result> {
  const studio = await openStudio(options);
  try {
    return await work(studio);
  } finally {
    await studio.close();
  }
}
