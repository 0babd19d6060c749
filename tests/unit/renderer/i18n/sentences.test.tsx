// Errors and notes as a person reads them: in their language, with the studio's own words as detail.

import { renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { I18nextProvider } from 'react-i18next';
import { describe, expect, test } from 'vitest';
import { useErrorSentence } from '../../../../renderer/i18n/error-sentence.ts';
import { useNoteSentence } from '../../../../renderer/i18n/note-sentence.ts';
import { type Language, startI18n } from '../../../../renderer/i18n/start-i18n.ts';
import { TesseraError } from '../../../../shared/errors.ts';

async function speaking<Hook>(language: Language, hook: () => Hook): Promise<Hook> {
  const i18n = await startI18n(language);
  const wrapper = ({ children }: { readonly children: ReactNode }) => (
    <I18nextProvider i18n={i18n}>{children}</I18nextProvider>
  );
  return renderHook(hook, { wrapper }).result.current;
}

describe('an error', () => {
  test('is said in French, with the English detail that names the file', async () => {
    const sentence = await speaking('fr', useErrorSentence);
    expect(sentence(new TesseraError('MODEL_CORRUPT', 'unet/model.onnx ends early.'))).toEqual({
      title: 'Un fichier du modèle est endommagé',
      advice: 'Téléchargez le modèle à nouveau ; la copie sur ce disque n’est pas entière.',
      detail: 'unet/model.onnx ends early.',
    });
  });

  test('of a job is said as one that was thrown', async () => {
    const sentence = await speaking('en', useErrorSentence);
    expect(sentence({ code: 'OUT_OF_MEMORY', message: 'x', retryable: false }).title).toBe(
      'There was not enough memory',
    );
  });

  test('with an unknown code, or none, is still a sentence', async () => {
    const sentence = await speaking('en', useErrorSentence);
    expect(sentence({ code: 'NOVEL', message: 'Said by a later version.' })).toMatchObject({
      title: 'Something went wrong inside Tessera',
      detail: 'Said by a later version.',
    });
    expect(sentence(new Error('inside'))).toMatchObject({ title: 'Something went wrong inside Tessera', detail: null });
  });
});

describe('a note', () => {
  const note = {
    code: 'WORDS_NOT_UNDERSTOOD',
    message: 'These words say nothing: zyx.',
    values: { words: 'zyx' },
  } as const;

  test('is said in French with its values', async () => {
    expect((await speaking('fr', useNoteSentence))(note)).toBe('Le modèle ne connaît pas ces mots : zyx');
  });

  test('keeps its own sentence in English, which may say more', async () => {
    expect((await speaking('en', useNoteSentence))(note)).toBe('These words say nothing: zyx.');
  });

  test('keeps its own sentence when a value is missing', async () => {
    expect((await speaking('fr', useNoteSentence))({ ...note, values: {} })).toBe('These words say nothing: zyx.');
  });
});
