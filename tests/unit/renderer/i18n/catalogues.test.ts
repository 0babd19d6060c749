// Both languages say everything, with the same values in their sentences, and no code of ours lacks its words.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import english from '../../../../resources/locales/en.json';
import french from '../../../../resources/locales/fr.json';
import { noteCodes } from '../../../../shared/domain/note.ts';
import { jobStages } from '../../../../shared/domain/job.ts';
import { noiseGenerators } from '../../../../shared/domain/noise-generator.ts';
import { schedulerNames, sigmaSchedules } from '../../../../shared/domain/scheduler-name.ts';
import { errorCatalogue } from '../../../../shared/errors.ts';

type Catalogue = { readonly [key: string]: string | Catalogue };

function sentences(catalogue: Catalogue, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(catalogue).flatMap(([key, value]) =>
      typeof value === 'string' ? [[prefix + key, value] as const] : [...sentences(value, `${prefix}${key}.`)],
    ),
  );
}

const placeholders = (sentence: string) =>
  [...sentence.matchAll(/\{\{(\w+)\}\}/g)].map((found) => found[1] ?? '').toSorted((a, b) => a.localeCompare(b));
const spoken = { en: sentences(english), fr: sentences(french) };

describe('the catalogues', () => {
  test('hold sentences', () => {
    expect(spoken.en.size).toBeGreaterThan(200);
  });

  test('have the same keys', () => {
    expect([...spoken.fr.keys()].sort()).toEqual([...spoken.en.keys()].sort());
  });

  test('have the same values in the same sentences', () => {
    const differing = [...spoken.en].filter(
      ([key, sentence]) => placeholders(sentence).join() !== placeholders(spoken.fr.get(key) ?? '').join(),
    );
    expect(differing).toEqual([]);
  });

  test('leave no sentence empty', () => {
    expect([...spoken.en, ...spoken.fr].filter(([, sentence]) => sentence.trim() === '')).toEqual([]);
  });

  test('translate all but names', () => {
    const same = [...spoken.en].filter(
      // Families of models are called by the same name everywhere.
      ([key, sentence]) =>
        !key.startsWith('models.families.') && spoken.fr.get(key) === sentence && /\w+ \w+ \w+/.test(sentence),
    );
    expect(same).toEqual([]);
  });

  test.each(Object.keys(errorCatalogue))('say %s and what to do about it', (code) => {
    expect(spoken.fr.has(`errors.${code}.title`)).toBe(true);
    expect(spoken.fr.has(`errors.${code}.advice`)).toBe(true);
  });

  test('say every stage, scheduler, spacing, noise and note', () => {
    const wanted = [
      ...jobStages.map((stage) => `stages.${stage}`),
      ...schedulerNames.map((name) => `schedulers.${name}`),
      ...sigmaSchedules.map((name) => `sigmas.${name}`),
      ...noiseGenerators.map((name) => `noise.${name}`),
      ...noteCodes.map((code) => `notes.${code}`),
    ];
    expect(wanted.filter((key) => !spoken.en.has(key))).toEqual([]);
  });
});

describe('the sources', () => {
  const root = join(import.meta.dirname, '../../../../renderer');
  const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.tsx'))
    .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));

  test('are many', () => {
    expect(sources.length).toBeGreaterThan(30);
  });

  test('write no product words between tags', () => {
    const spokenOutside = sources.flatMap(({ file, text }) =>
      [...text.matchAll(/>\s*([A-Z][a-z]+(?: [a-z]+)*)\s*</g)].map((found) => `${file}: ${found[1]}`),
    );
    expect(spokenOutside).toEqual([]);
  });
});
