// The processes below the app, so that a test can kill the very one it means.

import { execFileSync } from 'node:child_process';

export interface RunningProcess {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

export function descendants(ancestor: number): RunningProcess[] {
  const all = execFileSync('ps', ['-eo', 'pid=,ppid=,args=', '-ww'], { encoding: 'utf8' })
    .split('\n')
    .flatMap((line): RunningProcess[] => {
      const [, pid, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
      return pid === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command: command ?? '' }];
    });
  const below = (parent: number): RunningProcess[] =>
    all.filter((entry) => entry.parent === parent).flatMap((entry) => [entry, ...below(entry.pid)]);
  return below(ancestor);
}

/** As a crash or an impatient user would: no chance to clean up. */
export function kill(pid: number): void {
  process.kill(pid, 'SIGKILL');
}
