// The commands about one picture of the library: is it still the same, and a larger one of it.

import type { Command } from 'commander';
import { numberOption } from './read-options.ts';
import type { Terminal } from './terminal.ts';

export function addPictureCommands(options: {
  /** Makes a command that also takes --json. */
  readonly command: (usage: string, description: string) => Command;
  readonly terminal: Terminal;
  readonly finish: (exitCode: number) => void;
  readonly interruption: () => AbortSignal;
}): void {
  const { command, terminal, finish, interruption } = options;
  command('verify <id>', 'render a picture of the library again, and say what has changed if it differs').action(
    async (id: string) => {
      const { verifyPicture } = await import('./verify-command.ts');
      finish(await verifyPicture(id, { terminal, signal: interruption() }));
    },
  );
  command('upscale <id>', 'make a larger picture of one of the library')
    .option('--factor <times>', 'how many times as large: 2, 3 or 4', numberOption('factor'), 2)
    .option('--upscaler <id>', 'one of `tessera upscalers list`; left out, the one in Settings')
    .option('--out <folder>', 'copy it there')
    .action(async (id: string, given) => {
      const { upscalePicture } = await import('./upscale-command.ts');
      await upscalePicture(id, given, { terminal, signal: interruption() });
    });
}
