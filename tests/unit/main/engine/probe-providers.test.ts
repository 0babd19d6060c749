// Providers tried in a host that they may kill, hang or answer.

import { expect, test } from 'vitest';
import { defaultLimits } from '../../../../main/engine/limits.ts';
import { createProviderProbe } from '../../../../main/engine/probe-providers.ts';
import { fakeHosts } from '../../../fakes/engine-host.ts';

test('a provider that ends or hangs its host is one that does not work, and the others are tried in another', async () => {
  const hosts = fakeHosts({
    providers: ['cpu', 'webgpu', 'cuda', 'tensorrt', 'nonsense'],
    onCommand(host, command) {
      if (command.kind !== 'probe-provider' || command.provider === 'webgpu') return;
      if (command.provider === 'cuda') return host.exit({ code: null, signal: 'SIGSEGV' });
      host.say({ kind: 'done', id: command.id, timings: null });
    },
  });
  const restart = { ...defaultLimits.restart, backoffMs: 1 };
  const limits = { ...defaultLimits, silenceMs: 5, tickMs: 5, restart };
  const probe = createProviderProbe({ startHost: hosts.startHost, clock: () => Date.now(), log: () => {}, limits });

  const findings = await probe.findings();
  await probe.close();
  expect(findings.map(({ name, works }) => [name, works])).toEqual([
    ['cpu', true],
    ['webgpu', false],
    ['cuda', false],
    ['tensorrt', true],
  ]);
  expect(findings.map(({ problem }) => problem ?? '')).toEqual([
    '',
    expect.stringContaining('no sign of life'),
    expect.stringContaining('crashed inside a native library'),
    '',
  ]);
  expect(hosts.started.map(({ role }) => role)).toEqual(['engine', 'engine', 'engine']);
});
