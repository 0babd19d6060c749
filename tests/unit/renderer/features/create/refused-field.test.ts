// Which field of the form a refusal of the studio belongs to.

import { expect, test } from 'vitest';
import { refusedField } from '../../../../../renderer/features/create/use-enqueue.ts';
import { TesseraError } from '../../../../../shared/errors.ts';

test('a refusal that names a field of the recipe belongs to that field', () => {
  const error = new TesseraError('VALIDATION_ERROR', 'width: too wide.', {
    details: { field: 'request.recipe.width' },
  });
  expect(refusedField(error)).toEqual({ field: 'width', message: 'width: too wide.' });
});

test('any other refusal belongs to the whole form', () => {
  expect(refusedField(new TesseraError('DISK_FULL', 'The disk is full.'))).toBeNull();
  expect(refusedField(new Error('x'))).toBeNull();
});
