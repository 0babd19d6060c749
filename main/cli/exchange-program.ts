// The commands by which pictures enter and leave the library, and their options.

import type { Command } from 'commander';
import { numberOption } from './read-options.ts';
import type { Terminal } from './terminal.ts';

export function exchangeCommands(options: {
  readonly command: (usage: string, description: string) => Command;
  readonly terminal: Terminal;
  readonly finish: (exitCode: number) => void;
  readonly interruption: () => AbortSignal;
}): void {
  const { command, terminal, finish, interruption } = options;
  command('import <folder>', 'copy the pictures of a folder into the library; the folder is only read').action(
    async (folder) => {
      const { importFolder } = await import('./import-command.ts');
      finish(await importFolder(folder, { terminal, signal: interruption() }));
    },
  );

  command('export [ids...]', 'write pictures of the library into a folder')
    .requiredOption('--out <folder>', 'where to; nothing in it is overwritten')
    .option('--search <words>', 'what to find instead of naming ids, as in the library')
    .option('--format <name>', 'png, jpeg, webp or avif')
    .option('--quality <number>', '1 to 100, for all but png', numberOption('quality'))
    .option('--longest-side <pixels>', 'scale larger pictures down to it', numberOption('longest-side'))
    .option('--metadata <policy>', 'full, prompt or none')
    .option('--ai-mark', 'say in each file that a trained model made it (IPTC)')
    .option('--names <pattern>', 'made of {date} {time} {prompt} {seed} {model} {width} {height} {number} {id}')
    .action(async (ids, given) => {
      const { exportPictures } = await import('./export-command.ts');
      finish(await exportPictures(ids, given, { terminal, signal: interruption() }));
    });
}
