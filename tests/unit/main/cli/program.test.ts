// Every command and group answers --help, and every command can speak JSON.

import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { createProgram } from '../../../../main/cli/program.ts';
import { createTerminal } from '../../../../main/cli/terminal.ts';

const program = createProgram({
  version: '1.2.3',
  terminal: createTerminal({ json: false, stdout: process.stdout, stderr: process.stderr }),
  finish: () => {},
  keepUsage: () => {},
  interruption: () => new AbortController().signal,
});

function named(command: Command, before = ''): [string, Command][] {
  const name = `${before} ${command.name()}`.trim();
  return [[name, command], ...command.commands.flatMap((child) => named(child, name))];
}
const all = named(program);
const commands = all.filter(([, command]) => command.commands.length === 0);

test('no command takes a secret as a word or an option, where every program of the machine could read it', () => {
  const named = (text: string) => /secret|password|key\b|credential/i.test(text);
  const options = commands.flatMap(([name, { options: all }]) => all.map(({ flags }) => `${name} ${flags}`));
  const words = commands.flatMap(([name, { registeredArguments }]) =>
    registeredArguments.map((word) => `${name} ${word.name()}`),
  );

  expect([...options, ...words].filter(named)).toEqual([]);
});

describe('the commands', () => {
  test('are these', () => {
    expect(commands.map(([name]) => name)).toEqual([
      'tessera generate',
      'tessera models list',
      'tessera models add',
      'tessera models remove',
      'tessera models verify',
      'tessera loras list',
      'tessera loras add',
      'tessera loras remove',
      'tessera upscalers list',
      'tessera upscalers add',
      'tessera upscalers remove',
      'tessera palettes create',
      'tessera palettes list',
      'tessera palettes export',
      'tessera palettes import',
      'tessera palettes remove',
      'tessera jobs list',
      'tessera jobs show',
      'tessera jobs logs',
      'tessera jobs cancel',
      'tessera jobs retry',
      'tessera queue pause',
      'tessera queue resume',
      'tessera verify',
      'tessera upscale',
      'tessera import',
      'tessera export',
      'tessera recall',
      'tessera serve',
      'tessera doctor',
      'tessera backup',
      'tessera restore',
      'tessera sync status',
      'tessera sync configure',
      'tessera sync send',
      'tessera token create',
      'tessera token list',
      'tessera token revoke',
    ]);
  });

  test.each(all)('%s says what it is for', (_name, command) => {
    expect(command.description()).toMatch(/\w{3}/);
    expect(command.helpInformation()).toContain('--help');
  });

  test.each(commands)('%s takes --json', (_name, command) => {
    expect(command.options.map((option) => option.long)).toContain('--json');
  });

  test.each(commands)('%s describes each of its options', (_name, command) => {
    expect(command.options.filter((option) => option.description === '')).toEqual([]);
  });

  test('generate has the options of the studio', () => {
    const generate = commands.find(([name]) => name === 'tessera generate')?.[1];
    expect(generate?.options.map((option) => option.long)).toEqual([
      '--json',
      '--negative',
      '--model',
      '--exclude-set',
      '--style',
      '--aspect',
      '--width',
      '--height',
      '--seed',
      '--steps',
      '--guidance',
      '--invention',
      '--scheduler',
      '--sigmas',
      '--clip-skip',
      '--from',
      '--strength',
      '--mask',
      '--extend',
      '--hires',
      '--hires-denoise',
      '--hires-steps',
      '--hires-upscaler',
      '--noise',
      '--count',
      '--engine',
      '--save-latents',
      '--estimate',
      '--out',
      '--no-wait-for-sync',
      '--sync-timeout',
    ]);
  });
});
