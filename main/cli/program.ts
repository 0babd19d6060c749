// The commands of `tessera` and their options. A command's code is loaded when it is asked for, so that --help is quick.

import { Command } from 'commander';
import { addPictureCommands } from './picture-program.ts';
import { exchangeCommands } from './exchange-program.ts';
import { everyValue, numberOption } from './read-options.ts';
import type { Terminal } from './terminal.ts';

const jsonOption = ['--json', 'print one JSON document and nothing else'] as const;

/**
 * @param finish receives the exit code of a command that ran
 * @param keepUsage receives the help text of a command that was asked for too little
 */
export function createProgram(options: {
  readonly version: string;
  readonly terminal: Terminal;
  readonly finish: (exitCode: number) => void;
  readonly keepUsage: (text: string) => void;
  /** Called by commands that last: from then on Ctrl+C aborts the signal instead of ending the process. */
  readonly interruption: () => AbortSignal;
}): Command {
  const { terminal, finish, keepUsage, interruption } = options;
  const program = new Command('tessera')
    .description('Makes pictures from words on your own machine, offline.')
    .version(options.version)
    .exitOverride()
    // Errors are reported once, in main.ts, in the catalogue's words.
    .configureOutput({ writeErr: keepUsage })
    .showSuggestionAfterError();
  const command = (parent: Command, usage: string, description: string) =>
    parent
      .command(usage)
      .description(description)
      .option(...jsonOption)
      .copyInheritedSettings(program);
  const group = (name: string, description: string) =>
    program.command(name).description(description).copyInheritedSettings(program);

  command(program, 'generate <prompt>', 'draw pictures from a prompt')
    .option('--negative <words>', 'what should not be in the picture')
    .option('--model <id>', 'a model of `tessera models list`, or a folder that holds one')
    .option(
      '--exclude-set <name>',
      'a set of drawings to do without, in place of what the settings leave out; may be given again',
      everyValue,
    )
    .option('--style <id>', 'a style put around the prompt; may be given again', everyValue)
    .option('--aspect <w:h>', 'shape of the pictures, such as 1:1 or 16:9')
    .option('--width <pixels>', 'width, together with --height', numberOption('width'))
    .option('--height <pixels>', 'height, together with --width', numberOption('height'))
    .option('--seed <number>', 'the same seed gives the same pictures', numberOption('seed'))
    .option('--steps <number>', 'denoising steps', numberOption('steps'))
    .option('--guidance <scale>', 'how closely to follow the prompt', numberOption('guidance'))
    .option(
      '--invention <share>',
      '0 follows one drawing, 1 mixes many, for models that draw so',
      numberOption('invention'),
    )
    .option('--scheduler <name>', 'the sampling method')
    .option('--sigmas <spacing>', 'how it spaces its noise levels: default, karras, exponential or beta')
    .option(
      '--clip-skip <n>',
      'layer of the text encoder to read, from its end; only where the model gives it',
      numberOption('clip-skip'),
    )
    .option('--from <file>', 'a picture to start from')
    .option('--strength <number>', 'how much of it is drawn anew, 0 to 1; 0.75 when left out', numberOption('strength'))
    .option('--mask <file>', 'white where the picture is painted anew, black where it is kept')
    .option('--extend <pixels>', 'draw around it: one number for all sides, or left,right,top,bottom')
    .option('--hires <scale>', 'draw over the picture again, so many times larger', numberOption('hires'))
    .option('--hires-denoise <number>', 'how much of it is drawn anew, 0 to 1', numberOption('hires-denoise'))
    .option('--hires-steps <number>', 'steps of that pass; as many as the first', numberOption('hires-steps'))
    .option('--hires-upscaler <id>', 'what enlarges in between; `lanczos` when left out')
    .option('--noise <generator>', '`torch-cpu`, or `philox` for the noise other studios draw on NVIDIA cards')
    .option('--count <number>', 'how many pictures, 1 to 4', numberOption('count'))
    .option('--engine <name>', '`mock` draws placeholders without any model')
    .option('--save-latents <file>', 'also write the final latents as .npy')
    .option('--estimate', 'only tell what it would take: memory, seconds, and what would be done more gently')
    .option('--out <folder>', 'copy the pictures there, with grid.png')
    .option('--no-wait-for-sync', 'with sync on, leave its messages for the next start')
    .option('--sync-timeout <seconds>', 'how long to wait for them at most', numberOption('sync-timeout'), 30)
    .action(async (prompt, given) => {
      const { generate } = await import('./generate-command.ts');
      await generate(prompt, given, { terminal, signal: interruption() });
    });

  const models = group('models', 'list, add, remove and verify models');
  command(models, 'list', 'what can be chosen; * marks the default').action(async () => {
    const { listModels } = await import('./models-commands.ts');
    await listModels(terminal);
  });
  command(models, 'add <folder>', 'register a folder as a model, in place')
    .option('--id <id>', 'what to call it')
    .action(async (folder, given) => {
      const { addModel } = await import('./models-commands.ts');
      await addModel(folder, given.id, terminal);
    });
  command(models, 'remove <id>', 'forget a registered model; its folder is not touched').action(async (id) => {
    const { removeModel } = await import('./models-commands.ts');
    await removeModel(id, terminal);
  });
  command(models, 'verify <id>', "read a model's files again and compare").action(async (id) => {
    const { verifyModel } = await import('./models-commands.ts');
    finish(await verifyModel(id, terminal));
  });

  const loras = group('loras', 'list, add and remove LoRAs');
  command(loras, 'list', 'what is registered').action(async () => {
    const { listLoras } = await import('./lora-commands.ts');
    await listLoras(terminal);
  });
  command(loras, 'add <file>', 'register a .safetensors file, in place')
    .option('--id <id>', 'what to call it')
    .action(async (file, given) => {
      const { addLora } = await import('./lora-commands.ts');
      await addLora(file, given.id, terminal);
    });
  command(loras, 'remove <id>', 'forget a registered LoRA; its file is not touched').action(async (id) => {
    const { removeLora } = await import('./lora-commands.ts');
    await removeLora(id, terminal);
  });

  const upscalers = group('upscalers', 'list, add and remove what enlarges pictures');
  command(upscalers, 'list', 'what can enlarge a picture; * marks the default').action(async () => {
    const { listUpscalers } = await import('./upscaler-commands.ts');
    await listUpscalers(terminal);
  });
  command(upscalers, 'add <path>', 'register an .onnx network, or a folder with one, in place')
    .option('--id <id>', 'what to call it')
    .action(async (path, given) => {
      const { addUpscaler } = await import('./upscaler-commands.ts');
      await addUpscaler(path, given.id, terminal);
    });
  command(upscalers, 'remove <id>', 'forget a registered upscaler; its folder is not touched').action(async (id) => {
    const { removeUpscaler } = await import('./upscaler-commands.ts');
    await removeUpscaler(id, terminal);
  });

  const palettes = group('palettes', 'make, list, share and remove palettes: your own pictures as a model');
  command(palettes, 'create <pictures...>', 'make one of 3 to 200 pictures: files, or folders of them')
    .option('--name <name>', 'what to call it; left out, the name of the folder')
    .option('--author <name>', 'who drew the pictures')
    .option('--licence <note>', 'what others may do with them')
    .action(async (pictures, given) => {
      const { createPalette } = await import('./palette-commands.ts');
      await createPalette(pictures, given, { terminal, signal: interruption() });
    });
  command(palettes, 'list', 'the palettes, newest first').action(async () => {
    const { listPalettes } = await import('./palette-commands.ts');
    await listPalettes(terminal);
  });
  command(palettes, 'export <id> <file>', 'write a palette with its licence note into one file').action(
    async (id, file) => {
      const { exportPalette } = await import('./palette-commands.ts');
      await exportPalette(id, file, terminal);
    },
  );
  command(palettes, 'import <file>', 'take in a palette that was exported').action(async (file) => {
    const { importPalette } = await import('./palette-commands.ts');
    await importPalette(file, terminal);
  });
  command(palettes, 'remove <id>', 'move a palette to the trash').action(async (id) => {
    const { removePalette } = await import('./palette-commands.ts');
    await removePalette(id, terminal);
  });

  const jobs = group('jobs', 'list, show, retry and cancel jobs');
  command(jobs, 'list', 'jobs, newest first')
    .option('--limit <number>', 'how many', numberOption('limit'), 50)
    .action(async (given) => {
      const { listJobs } = await import('./jobs-commands.ts');
      await listJobs(given, terminal);
    });
  command(jobs, 'show <id>', 'one job with its pictures').action(async (id) => {
    const { showJob } = await import('./jobs-commands.ts');
    await showJob(id, terminal);
  });
  command(jobs, 'logs <id>', 'what a job did')
    .option('--lines <number>', 'how many of the last lines', numberOption('lines'), 100)
    .action(async (id, given) => {
      const { showJobLogs } = await import('./jobs-commands.ts');
      await showJobLogs(id, given, terminal);
    });
  command(jobs, 'cancel <id>', 'stop a job that waits').action(async (id) => {
    const { cancelJob } = await import('./jobs-commands.ts');
    await cancelJob(id, terminal);
  });

  command(jobs, 'retry <id>', 'queue a failed job again, or let one that waits for its next try go first').action(
    async (id) => {
      const { retryJob } = await import('./jobs-commands.ts');
      await retryJob(id, terminal);
    },
  );

  const queue = group('queue', 'let all jobs rest, and go on with them');
  command(queue, 'pause', 'begin nothing until the queue goes on').action(async () => {
    const { setQueuePaused } = await import('./jobs-commands.ts');
    await setQueuePaused(true, terminal);
  });
  command(queue, 'resume', 'let the queue go on').action(async () => {
    const { setQueuePaused } = await import('./jobs-commands.ts');
    await setQueuePaused(false, terminal);
  });

  addPictureCommands({ command: (usage, words) => command(program, usage, words), terminal, finish, interruption });
  exchangeCommands({
    command: (usage, description) => command(program, usage, description),
    terminal,
    finish,
    interruption,
  });
  command(program, 'recall <file>', 'what a picture of any tool says of how it was made').action(async (file) => {
    const { recall } = await import('./recall-command.ts');
    await recall(file, terminal);
  });

  command(program, 'serve', 'run the studio without a window, on this machine only')
    .option('--port <number>', 'port on 127.0.0.1; 0 takes any free one', numberOption('port'), 8420)
    .option('--ui', 'serve the interface too', false)
    .option('--mock', 'answer with a made-up sound where there is no real one', false)
    .action(async (given) => {
      const { serve } = await import('./serve-command.ts');
      await serve(given, { terminal, signal: interruption() });
    });

  command(program, 'doctor', 'look this machine and everything sync talks to over')
    .option('--cloud <url>', 'another cloud API than the one that is set up')
    .action(async (given) => {
      const { doctor } = await import('./doctor-command.ts');
      finish(await doctor(given, terminal));
    });

  command(program, 'backup', 'copy the database now')
    .option('--list', 'show the copies there are')
    .action(async (given) => {
      const { backUp } = await import('./backup-command.ts');
      await backUp({ list: given.list === true }, terminal);
    });
  command(program, 'restore [backup]', 'put a copy in the place of the database, the newest when none is named').action(
    async (backup) => {
      const { restore } = await import('./backup-command.ts');
      await restore(backup ?? null, terminal);
    },
  );

  const sync = group('sync', 'set up, look at and empty the outbox of finished work');
  command(sync, 'status', 'where finished work goes, and what is on its way').action(async () => {
    const { showSync } = await import('./sync-commands.ts');
    await showSync(terminal);
  });
  command(sync, 'configure [file]', 'change settings and secrets: JSON from a file, or from stdin').action(
    async (file) => {
      const { configureSync } = await import('./sync-commands.ts');
      await configureSync(file ?? null, terminal);
    },
  );
  command(sync, 'send', 'send what waits, then stop')
    .option('--timeout <seconds>', 'how long to go on at most', numberOption('timeout'), 60)
    .action(async (given) => {
      const { sendOutbox } = await import('./sync-commands.ts');
      finish(await sendOutbox(given, { terminal, signal: interruption() }));
    });

  const token = group('token', 'create, list and revoke tokens for the local API');
  command(token, 'create', 'make a token; it is shown this once')
    .requiredOption('--name <name>', 'what it is for')
    .option('--expires <time>', 'how long it holds: a number with s, m, h, d or w', '30d')
    .option('--scope <list>', 'what it may do: read, write, admin', 'read,write')
    .action(async (given) => {
      const { createToken } = await import('./token-commands.ts');
      await createToken(given, terminal);
    });
  command(token, 'list', 'the tokens that were made').action(async () => {
    const { listTokens } = await import('./token-commands.ts');
    await listTokens(terminal);
  });
  command(token, 'revoke <id>', 'make a token worthless at once').action(async (id) => {
    const { revokeToken } = await import('./token-commands.ts');
    await revokeToken(id, terminal);
  });

  return program;
}
