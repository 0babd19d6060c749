import { expect, test } from 'vitest';
import { describeExit } from '../../../../main/engine/exit-words.ts';

test.each([
  [{ code: null, signal: null }, 'could not be started'],
  [{ code: null, signal: 'SIGKILL' }, 'lack of memory'],
  [{ code: null, signal: 'SIGTRAP' }, 'memory allocator'],
  [{ code: null, signal: 'SIGSEGV' }, 'native library'],
  [{ code: 0xc000_0005, signal: null }, 'native library'],
  [{ code: -1_073_741_819, signal: null }, 'native library'],
  [{ code: 9, signal: null }, 'lack of memory'],
  [{ code: 133, signal: null }, 'memory allocator'],
  [{ code: 139, signal: null }, 'native library'],
  [{ code: 70, signal: null }, 'code 70'],
  [{ code: null, signal: 'SIGTERM' }, 'SIGTERM'],
])('%o', (how, words) => {
  const error = describeExit(how);
  expect(error.code).toBe('ENGINE_CRASHED');
  expect(error.message).toContain(words);
  expect(error.details).toEqual(how);
});
