// Entry of the `tessera` command: reads the arguments, runs one command, and leaves with its exit code.

import { CommanderError } from 'commander';
import { findInstallation } from '../installation.ts';
import { reportFailure } from './failure.ts';
import { onInterruption } from './interruption.ts';
import { createProgram } from './program.ts';
import { createTerminal } from './terminal.ts';

/** A handle that something forgot to close must not keep a finished command alive. */
const lingerMs = 2000;

async function main(): Promise<void> {
  const words = process.argv.slice(2);
  const { stdout, stderr } = process;
  // The reader of a pipe may go away early, as `head` does: then there is no one left to tell anything.
  stdout.on('error', () => process.exit());
  // Read before parsing, so that a fault in the arguments is reported in the form that was asked for.
  const terminal = createTerminal({ json: words.includes('--json'), stdout, stderr });
  let exitCode = 0;
  // What commander would have printed itself; its errors come back as exceptions and are said in our words.
  let usage = '';
  try {
    const { version } = findInstallation({ moduleUrl: import.meta.url });
    const program = createProgram({
      version,
      terminal,
      keepUsage: (text) => {
        usage = text;
      },
      interruption: () => onInterruption({ process, clock: () => performance.now(), remark: terminal.remark }),
      finish: (code) => {
        exitCode = code;
      },
    });
    await program.parseAsync(words, { from: 'user' });
  } catch (thrown) {
    // --help and --version end this way too, and are no failure.
    const isAnswer = thrown instanceof CommanderError && thrown.exitCode === 0;
    if (!isAnswer) exitCode = reportFailure(thrown, { terminal, usage });
  }
  process.exitCode = exitCode;
  setTimeout(() => process.exit(), lingerMs).unref();
}

await main();
