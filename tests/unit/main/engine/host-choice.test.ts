import { expect, test } from 'vitest';
import { chooseHost, hostTable } from '../../../../main/engine/host-choice.ts';

const question = { platform: 'win32', electron: true, largestTensorBytes: null, setting: 'auto' } as const;

test.each([
  ['Windows', question, 'utility'],
  ['macOS', { ...question, platform: 'darwin' }, 'utility'],
  [
    'macOS with a tensor just under 1 GiB',
    { ...question, platform: 'darwin', largestTensorBytes: 2 ** 30 - 1 },
    'utility',
  ],
  ['macOS with a tensor of 1 GiB', { ...question, platform: 'darwin', largestTensorBytes: 2 ** 30 }, 'node'],
  [
    'Linux with a tensor of 1 GiB, utility chosen',
    { ...question, platform: 'linux', largestTensorBytes: 2 ** 30, setting: 'utility' },
    'node',
  ],
  ['Windows with a tensor of 1 GiB', { ...question, largestTensorBytes: 2 ** 30 }, 'utility'],
  ['Linux', { ...question, platform: 'linux' }, 'node'],
  ['an unknown system', { ...question, platform: 'freebsd' }, 'node'],
  ['Linux, utility chosen', { ...question, platform: 'linux', setting: 'utility' }, 'utility'],
  ['Windows, node chosen', { ...question, setting: 'node' }, 'node'],
  ['no Electron, whatever was chosen', { ...question, electron: false, setting: 'utility' }, 'node'],
] as const)('%s', (_name, asked, host) => {
  expect(chooseHost(asked).host).toBe(host);
});

test('every row says why', () => {
  expect(hostTable.filter((row) => row.reason.length < 10)).toEqual([]);
});
