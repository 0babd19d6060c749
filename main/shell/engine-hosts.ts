// Starts each engine host as the kind of process that settings and platform ask for at that moment.

import type { HostKind } from '../engine/host-choice.ts';
import type { StartHost } from '../engine/port.ts';

/** Asked anew for every start, so that a changed setting counts from the next host on. */
export function startChosenHost(options: {
  readonly choose: (largestTensorBytes: number | null) => { readonly host: HostKind; readonly reason: string };
  readonly hosts: Readonly<Record<HostKind, StartHost>>;
  readonly log: (line: string) => void;
}): StartHost {
  return (role, largestTensorBytes = null) => {
    const { host, reason } = options.choose(largestTensorBytes);
    options.log(`${role} host: starting as ${host} process, because ${reason}`);
    return options.hosts[host](role);
  };
}

/** TESSERA_ENGINE_HOST, for tests of one kind on a platform that would choose the other. */
export function hostFromEnvironment(value: string | undefined): HostKind | null {
  return value === 'node' || value === 'utility' ? value : null;
}
