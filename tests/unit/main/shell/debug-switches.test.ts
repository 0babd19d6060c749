// The shipped app refuses to be opened to a debugger.

import { describe, expect, test } from 'vitest';
import { refusedSwitches } from '../../../../main/shell/debug-switches.ts';

describe('refusedSwitches', () => {
  test.each([
    '--inspect',
    '--inspect=0',
    '--inspect-brk=127.0.0.1:9229',
    '--inspect_brk',
    '--inspect-port=1',
    '--debug-brk',
    '--remote-debugging-port=9222',
    '--remote-debugging-pipe',
    '--remote-debugging-address=0.0.0.0',
    '--js-flags=--expose-gc',
    '-remote-debugging-port=9222',
    '/remote-debugging-port=9222',
    '--Remote-Debugging-Port=9222',
  ])('refuses %s', (argument) => {
    expect(refusedSwitches(['/opt/Tessera/tessera', argument])).toEqual([argument]);
  });

  test.each([
    '--no-sandbox',
    '--ozone-platform=wayland',
    '/home/ada/inspect',
    'inspect',
    '--lang=fr',
    '---inspect',
    '-',
  ])('lets %s pass', (argument) => {
    expect(refusedSwitches(['/opt/Tessera/tessera', argument])).toEqual([]);
  });

  test('does not read what follows the end of the switches', () => {
    expect(refusedSwitches(['tessera', '--', '--inspect'])).toEqual([]);
  });
});
