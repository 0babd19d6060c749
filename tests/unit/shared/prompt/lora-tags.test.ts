import { describe, expect, test } from 'vitest';
import { loraTag, takeLoraTags } from '../../../../shared/prompt/lora-tags.ts';

describe('LoRA tags', () => {
  test.each([
    ['a fox', 'a fox', []],
    ['a fox <lora:glow:0.8>, at night', 'a fox , at night', [['glow', 0.8]]],
    [
      '<lora:a><lora:b:-1.5>x',
      'x',
      [
        ['a', 1],
        ['b', -1.5],
      ],
    ],
    ['<lora:a:0.1> fox <lora:a:0.2>', 'fox', [['a', 0.2]]],
    ['<lora:name with spaces v1.2:1:0.5> fox', 'fox', [['name with spaces v1.2', 1]]],
    ['<lora:> <lora::1> <hypernet:x:1> a < b', '<lora:> <lora::1> <hypernet:x:1> a < b', []],
  ] as const)('%s', (prompt, rest, loras) => {
    expect(takeLoraTags(prompt)).toEqual({
      prompt: rest,
      loras: loras.map(([name, strength]) => ({ name, strength })),
    });
  });

  test('are written as they are read', () => {
    const tag = { name: 'glow', strength: 0.75 };
    expect(takeLoraTags(loraTag(tag)).loras).toEqual([tag]);
  });
});
