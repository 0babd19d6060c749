// What computes the pictures: tried from Settings, told in words, and chosen.

import { expect, expectAccessible, test } from './studio.ts';

test('what works is tried when asked for, and one of it can be chosen', async ({ page, studio }) => {
  await page.goto(`${studio.url}#/settings`);
  const choice = page.getByRole('combobox', { name: 'Computes with' });
  const part = page.getByRole('region', { name: 'Drawing' });
  await expect(part).toContainText('is tried before the first picture of a model you added');
  await expect(choice.getByRole('option')).toHaveText(['The quickest that works']);

  await part.getByRole('button', { name: 'Try again' }).click();
  await expect(part).toContainText('WebGPU computes: it was the quickest with the default model.');
  await expect(part).toContainText('A step and megapixel: WebGPU 0.31 s and Processor 1.9 s.');
  await expect(part).toContainText('Does not work: CUDA.');
  await expect(choice.getByRole('option', { name: 'CUDA' })).toBeDisabled();
  await expectAccessible(page);

  await choice.selectOption('Processor');
  await expect(part).toContainText('Processor computes, because you chose it.');
  const set = studio.asked.filter(({ name }) => name === 'settings.set').map(({ input }) => input);
  expect(set).toEqual([{ provider: 'cpu' }]);
});
