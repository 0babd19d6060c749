// The engine hosts of the desktop app: a plain Node or a utility process, chosen anew for every start.

import { chooseHost } from '../engine/host-choice.ts';
import { hostEnvironment } from '../engine/host-environment.ts';
import { startNodeHost } from '../engine/node-host.ts';
import type { StartHost } from '../engine/port.ts';
import type { Installation } from '../installation.ts';
import type { Settings } from '../../shared/domain/settings.ts';
import { hostFromEnvironment, startChosenHost } from './engine-hosts.ts';
import { startUtilityHost } from './engine-process.ts';

export function startDesktopHosts(options: {
  readonly installation: Pick<Installation, 'nodeBinary' | 'worker'>;
  readonly home: string;
  readonly environment: NodeJS.ProcessEnv;
  /** What Settings ask for at the moment of a start. */
  readonly setting: () => Settings['engineHost'];
  readonly log: (line: string) => void;
}): StartHost {
  const { home, environment, log } = options;
  const { nodeBinary, worker } = options.installation;
  return startChosenHost({
    hosts: {
      node: startNodeHost({ nodeBinary, worker, home }),
      utility: startUtilityHost({ worker, home, environment: hostEnvironment(environment) }),
    },
    choose: (largestTensorBytes) =>
      chooseHost({
        platform: process.platform,
        electron: true,
        largestTensorBytes,
        setting: hostFromEnvironment(environment['TESSERA_ENGINE_HOST']) ?? options.setting(),
      }),
    log,
  });
}
