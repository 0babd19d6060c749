// Names of exported files: what a pattern gives, and what no file system may be given.

import { describe, expect, test } from 'vitest';
import { exportName, numbered } from '../../../../main/library/export-names.ts';
import type { LibraryItem } from '../../../../shared/domain/image.ts';
import { NamePattern } from '../../../../shared/domain/export.ts';
import { completed, exampleJob } from '../../renderer/example-job.ts';

function item(prompt: string): LibraryItem {
  const { images, task } = completed(exampleJob('a', 1));
  const [image] = images;
  if (image === undefined) throw new Error('an example has a picture');
  // Noon, so that the day is the same in every time zone where tests run.
  return { image: { ...image, createdAt: '2026-11-21T12:00:00.000Z' }, recipe: { ...task.recipe, prompt } };
}
const named = (pattern: string, prompt = 'a red fox') => exportName(pattern, { item: item(prompt), number: 7 });

describe('a name', () => {
  test('has the parts its pattern asks for', () => {
    const { image } = item('a red fox');
    expect(named('{date}-{prompt}-{seed}')).toBe(`2026-11-21-a-red-fox-${image.seed}`);
    expect(named('{number} {width}x{height}')).toBe(`0007 ${image.width}x${image.height}`);
  });

  test.each([
    ['../../etc/passwd', 'etc-passwd'],
    ['a:b*c?d"e<f>g|h\\i', 'a-b-c-d-e-f-g-h-i'],
    ['CON', '_CON'],
    ['lpt1.png', '_lpt1.png'],
    ['.hidden. ', 'hidden'],
    ['...', 'picture'],
    ['a\u0000b\nc', 'a-b-c'],
  ])('takes nothing from %j that a file system forbids', (pattern, name) => {
    expect(named(pattern)).toBe(name);
  });

  test('is no longer than file systems allow, in whole letters', () => {
    const name = named('林'.repeat(150));
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200);
    expect(name).toBe('林'.repeat(66));
  });

  test('keeps whole words of a long prompt, in any script', () => {
    expect(named('{prompt}', 'le château, éclairé — à l’aube 林檎')).toBe('le-château-éclairé-à-l-aube-林檎');
    expect(named('{prompt}', 'word '.repeat(40))).toBe(Array.from({ length: 12 }, () => 'word').join('-'));
  });

  test('is numbered from the second on', () => {
    expect([numbered('a', 1), numbered('a', 2)]).toEqual(['a', 'a (2)']);
  });
});

test('a pattern with a part that is none is refused', () => {
  expect(NamePattern.safeParse('{date}-{sneed}').success).toBe(false);
  expect(NamePattern.safeParse('{date} any text').success).toBe(true);
});
