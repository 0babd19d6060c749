// What a command says: results on stdout, everything else on stderr; with --json one document and not a word more.

import type { WriteStream } from 'node:tty';

export interface Terminal {
  /** One JSON document on stdout is wanted instead of words. */
  readonly json: boolean;
  /** A result, as words; nothing with --json. */
  say(line: string): void;
  /** The result, as JSON; nothing without --json. */
  document(value: unknown): void;
  /** Something worth knowing that is no result; nothing with --json. */
  remark(line: string): void;
  /** The stream for a progress bar; null where nobody would see it move. */
  readonly live: WriteStream | null;
}

export function createTerminal(options: {
  readonly json: boolean;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}): Terminal {
  const { json, stdout, stderr } = options;
  return {
    json,
    say(line) {
      if (!json) stdout.write(`${line}\n`);
    },
    document(value) {
      if (json) stdout.write(`${JSON.stringify(value, null, 2)}\n`);
    },
    remark(line) {
      if (!json) stderr.write(`${line}\n`);
    },
    live: !json && stderr.isTTY ? stderr : null,
  };
}
