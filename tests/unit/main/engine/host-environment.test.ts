import { expect, test } from 'vitest';
import { hostEnvironment, hostEnvironmentNames } from '../../../../main/engine/host-environment.ts';

test('the list of what a host may see is this and nothing else', () => {
  expect([...hostEnvironmentNames].sort()).toEqual([
    'CUDA_VISIBLE_DEVICES',
    'LANG',
    'LC_ALL',
    'LD_LIBRARY_PATH',
    'PATH',
    'SystemRoot',
    'TEMP',
    'TMP',
    'TMPDIR',
    'VK_DRIVER_FILES',
    'VK_ICD_FILENAMES',
    'windir',
  ]);
});

test('secrets and switches of our own environment stay outside', () => {
  const environment = {
    PATH: '/bin',
    AWS_SECRET_ACCESS_KEY: 'x',
    NODE_OPTIONS: '--inspect',
    LD_PRELOAD: 'x',
    TESSERA_HOME: '/h',
  };
  expect(hostEnvironment(environment)).toEqual({ PATH: '/bin' });
});
