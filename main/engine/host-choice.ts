// Which kind of process the engine runs in, as a table with the reason beside each row.

export type HostKind = 'node' | 'utility';

export interface HostQuestion {
  readonly platform: string;
  /** False on the command line and the server, where there is no Electron to ask. */
  readonly electron: boolean;
  /** Largest single tensor a CPU run may allocate; null when not known. */
  readonly largestTensorBytes: number | null;
  /** Settings > Engine host. */
  readonly setting: 'auto' | HostKind;
}

export interface HostChoice {
  readonly host: HostKind;
  readonly reason: string;
}

/** Electron's allocator rounds an aligned request up to a power of two and ends the process above 1 GiB. */
export const electronAllocationLimitBytes = 2 ** 30;

interface Row extends HostChoice {
  readonly when: (question: HostQuestion) => boolean;
}

/** The first row that fits decides. */
export const hostTable: readonly Row[] = [
  {
    when: (question) => !question.electron,
    host: 'node',
    reason: 'there is no Electron here, only plain Node can start a host',
  },
  {
    when: (question) =>
      question.platform !== 'win32' && (question.largestTensorBytes ?? 0) >= electronAllocationLimitBytes,
    host: 'node',
    reason: "a tensor of 1 GiB or more makes Electron's allocator end the process, whatever was chosen in Settings",
  },
  {
    when: (question) => question.setting === 'node',
    host: 'node',
    reason: 'chosen in Settings',
  },
  {
    when: (question) => question.setting === 'utility',
    host: 'utility',
    reason: 'chosen in Settings',
  },
  {
    when: (question) => question.platform === 'linux',
    host: 'node',
    reason:
      "Electron's glib collides with the one the image library brings, and its allocator ends the process at 1 GiB",
  },
  {
    when: (question) => question.platform === 'darwin' || question.platform === 'win32',
    host: 'utility',
    reason: "signed, sandboxed and updated with the app, and the platform's graphics providers work in it",
  },
  {
    when: () => true,
    host: 'node',
    reason: 'an unknown platform gets the host that has no known limits',
  },
];

/** The kind of host for this machine and model, and why. */
export function chooseHost(question: HostQuestion): HostChoice {
  const row = hostTable.find((candidate) => candidate.when(question));
  if (row === undefined) throw new TypeError('the last row of the host table fits everything');
  return { host: row.host, reason: row.reason };
}
