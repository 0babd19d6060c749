import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createLogger } from '../../../../main/logging/logger.ts';
import { temporaryFolder } from '../fixtures.ts';

const clock = () => Date.parse('2026-11-21T10:00:00Z');

it('writes one line per event with its time, and gives the last ones back', () => {
  const logger = createLogger({ folder: temporaryFolder(), clock });
  logger.job('j1', 'first');
  logger.job('j1', 'second\nwith a break');
  logger.job('j1', 'third');

  expect(logger.jobLines('j1', 2)).toEqual({
    logs: ['2026-11-21T10:00:00.000Z second | with a break', '2026-11-21T10:00:00.000Z third'],
    totalLines: 3,
  });
});

it('has no lines for a job that never logged', () => {
  expect(createLogger({ folder: temporaryFolder(), clock }).jobLines('none', 10)).toEqual({ logs: [], totalLines: 0 });
});

it('leaves out tokens and the name in the home folder', () => {
  const folder = temporaryFolder();
  const token = ['eyJhbGciOiJub25l', 'eyJzdWIiOiJ4In0', 'c2ln'].join('.');
  createLogger({ folder, clock }).line(`Bearer ${token} in ${homedir()}/pictures, and again ${token}`);
  const text = readFileSync(join(folder, 'tessera.log'), 'utf8');

  expect(text).not.toContain(token);
  expect(text).not.toContain(homedir());
});
