import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { schedulerNames } from '../../../../shared/domain/scheduler-name.ts';
import { formatInfotext, type InfotextSource, parseInfotext } from '../../../../shared/prompt/infotext.ts';

const source: InfotextSource = {
  prompt: 'a red apple',
  negativePrompt: '',
  steps: 20,
  scheduler: 'dpmpp-2m-karras',
  guidanceScale: 7.5,
  seed: 42,
  width: 512,
  height: 768,
  model: 'Tiny',
  variations: [],
  appVersion: '1.2.3',
};

/** The expression A1111, Forge and Fooocus share, as COMPAT of the field has it. */
const fieldExpression = /\s*(\w[\w \-/]+):\s*("(?:\\.|[^\\"])+"|[^,]*)(?:,|$)/g;

describe('formatInfotext', () => {
  test('writes the fields in the order of the field, sampler and schedule apart', () => {
    expect(formatInfotext(source)).toBe(
      'a red apple\nSteps: 20, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 7.5, Seed: 42, Size: 512x768, ' +
        'Model: Tiny, Version: Tessera 1.2.3',
    );
  });

  test('names the spacing of the noise levels and where the noise came from', () => {
    const text = formatInfotext({ ...source, scheduler: 'heun', sigmas: 'exponential', noise: 'philox' });
    expect(text).toContain('Sampler: Heun, Schedule type: Exponential, CFG scale');
    expect(text).toContain(', RNG: NV, Version');
    expect(formatInfotext({ ...source, noise: 'torch-cpu' })).toContain(', RNG: CPU, Version');
  });

  test("names the layer of the text encoder that was read, but for the model's own", () => {
    expect(formatInfotext({ ...source, clipSkip: 2 })).toContain(', Clip skip: 2, Version');
    expect(formatInfotext({ ...source, clipSkip: 1 })).not.toContain('Clip skip');
  });

  test('names the second pass as A1111 does, whose strength is the only one there is', () => {
    const text = formatInfotext({ ...source, hires: { scale: 1.5, steps: 8, denoise: 0.4, upscaler: 'Lanczos' } });
    expect(text).toContain(
      ', Denoising strength: 0.4, Hires upscale: 1.5, Hires steps: 8, Hires upscaler: Lanczos, Version',
    );
  });

  test('puts the negative prompt on its own line', () => {
    expect(formatInfotext({ ...source, negativePrompt: 'blurry' }).split('\n')).toEqual([
      'a red apple',
      'Negative prompt: blurry',
      expect.stringContaining('Steps: 20'),
    ]);
  });

  test('names the variation seed and its strength', () => {
    const text = formatInfotext({ ...source, variations: [{ seed: 9, strength: 0.2 }] });
    expect(text).toContain('Variation seed: 9, Variation seed strength: 0.2, Version');
  });

  test('keeps a whole chain of variations beside the last one', () => {
    const variations = [
      { seed: 9, strength: 0.2 },
      { seed: 11, strength: 0.55 },
    ];
    const { fields } = parseInfotext(formatInfotext({ ...source, variations }));
    expect(fields.get('Variation seed')).toBe('11');
    expect(fields.get('Variations')).toBe('9:0.2, 11:0.55');
  });

  test('names the sets of drawings it was made without', () => {
    const text = formatInfotext({ ...source, excludedSets: ['emojione', 'twemoji'] });
    expect(parseInfotext(text).fields.get('Excluded sets')).toBe('emojione twemoji');
    expect(formatInfotext({ ...source, excludedSets: [] })).not.toContain('Excluded');
  });

  test('tells that a picture was enlarged afterwards', () => {
    const text = formatInfotext({ ...source, upscale: { factor: 4, upscaler: 'Lanczos' } });
    expect(text).toContain('Postprocess upscale by: 4, Postprocess upscaler: Lanczos');
  });

  test.each([
    ['plain', 'plain'],
    ['a b-c', 'a b-c'],
    ['with "quotes" inside', 'with "quotes" inside'],
    ['a,b', '"a,b"'],
    ['a:b', '"a:b"'],
    ['say "a, b"', String.raw`"say \"a, b\""`],
    ['Häuschen, 小屋', '"Häuschen, 小屋"'],
  ])('quotes a value only where it would break the list: %s', (model, written) => {
    expect(formatInfotext({ ...source, model })).toContain(`, Model: ${written}, Version: `);
  });

  test('writes a bare key where key and value are the same', () => {
    expect(formatInfotext({ ...source, model: 'Model' })).toContain('Size: 512x768, Model, Version');
  });
});

describe('parseInfotext', () => {
  test('splits sizes and keeps the lines of both prompts', () => {
    const parsed = parseInfotext(formatInfotext({ ...source, prompt: 'one\ntwo', negativePrompt: 'three\nfour' }));
    expect([parsed.prompt, parsed.negativePrompt]).toEqual(['one\ntwo', 'three\nfour']);
    expect([parsed.fields.get('Size-1'), parsed.fields.get('Size-2')]).toEqual(['512', '768']);
  });

  test('takes a last line with fewer than three fields for prompt', () => {
    const parsed = parseInfotext('a cat\nnote: soft, light: low');
    expect([parsed.prompt, parsed.fields.size]).toEqual(['a cat\nnote: soft, light: low', 0]);
  });

  test('reads what another studio wrote', () => {
    const parsed = parseInfotext(
      'masterpiece, (a fox:1.2)\nNegative prompt: lowres\nSteps: 30, Sampler: Euler a, CFG scale: 7, Seed: 1, ' +
        'Size: 512x512, Model hash: 6ce0161689, Lora hashes: "one: 111, two: 222", Version: v1.10.1',
    );
    expect(parsed.prompt).toBe('masterpiece, (a fox:1.2)');
    expect(parsed.fields.get('Lora hashes')).toBe('one: 111, two: 222');
    expect(parsed.fields.get('Version')).toBe('v1.10.1');
  });

  test('leaves quotation marks that are no JSON alone', () => {
    const { fields } = parseInfotext(String.raw`x` + '\nSteps: 1, Seed: 2, Note: "a\\q"');
    expect(fields.get('Note')).toBe('"a\\q"');
  });

  test('does not stall on a hostile last line', () => {
    const started = performance.now();
    parseInfotext('word '.repeat(200_000));
    parseInfotext('a '.repeat(9_999));
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

const promptLine = fc
  .string({ unit: 'grapheme', maxLength: 40 })
  .map((text) => text.replace(/[\r\n\u2028\u2029]/g, ' ').trim())
  .filter((line) => !line.startsWith('Negative prompt:'));
const prompt = fc.array(promptLine, { minLength: 1, maxLength: 3 }).map((lines) => lines.join('\n').trim());
/** A1111's rule cannot tell a name in quotation marks from a quoted name; nobody calls a folder so. */
const modelName = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
  .map((text) => text.trim())
  .filter((name) => name !== '' && name !== 'Model' && !(name.startsWith('"') && name.endsWith('"')))
  .filter((name) => !/^\d+x\d+$/.test(name));

describe('what is written', () => {
  const sources = fc.record({
    prompt: prompt.filter((text) => text !== ''),
    negativePrompt: prompt,
    steps: fc.integer({ min: 1, max: 150 }),
    scheduler: fc.constantFrom(...schedulerNames),
    guidanceScale: fc.double({ min: 0, max: 30, noNaN: true }),
    seed: fc.nat(0xffff_ffff),
    width: fc.integer({ min: 8, max: 256 }).map((n) => n * 8),
    height: fc.integer({ min: 8, max: 256 }).map((n) => n * 8),
    model: modelName,
    variations: fc.array(fc.record({ seed: fc.nat(0xffff_ffff), strength: fc.constantFrom(0, 0.2, 0.55, 1) }), {
      maxLength: 3,
    }),
    appVersion: fc.constant('1.2.3'),
  });

  test('reads back', () => {
    fc.assert(
      fc.property(sources, (written) => {
        const { prompt: read, negativePrompt, fields } = parseInfotext(formatInfotext(written));
        expect({
          prompt: read,
          negativePrompt,
          steps: Number(fields.get('Steps')),
          guidanceScale: Number(fields.get('CFG scale')),
          seed: Number(fields.get('Seed')),
          width: Number(fields.get('Size-1')),
          height: Number(fields.get('Size-2')),
          model: fields.get('Model'),
          variationSeed: fields.get('Variation seed'),
        }).toEqual({
          prompt: written.prompt,
          negativePrompt: written.negativePrompt,
          steps: written.steps,
          guidanceScale: written.guidanceScale,
          seed: written.seed,
          width: written.width,
          height: written.height,
          model: written.model,
          variationSeed: written.variations.at(-1)?.seed.toString(),
        });
      }),
    );
  });

  test('goes through the expression every reader of the field uses', () => {
    fc.assert(
      fc.property(sources, (written) => {
        const last = formatInfotext(written).split('\n').at(-1) ?? '';
        const fields = new Map([...last.matchAll(fieldExpression)].map(([, key, value]) => [key, value]));
        expect(fields.get('Steps')).toBe(String(written.steps));
        expect(fields.get('Seed')).toBe(String(written.seed));
        expect(fields.get('Version')).toBe('Tessera 1.2.3');
      }),
    );
  });
});
