// LoRAs and upscalers on the Models screen, and a LoRA on its way into a prompt.

import { expect, expectAccessible, test } from './studio.ts';

test('a LoRA is forgotten, brought back with undo, and refused with the reason when it is none', async ({
  page,
  studio,
}) => {
  await page.goto(`${studio.url}#/models`);
  const loras = page.getByRole('region', { name: 'LoRAs' });
  await expect(loras.getByRole('listitem')).toHaveCount(2);
  await loras.getByRole('button', { name: 'Forget pixel-hero' }).click();
  await expect(loras.getByRole('listitem')).toHaveCount(1);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(loras.getByRole('listitem')).toHaveCount(2);

  await loras.getByLabel('Add a LoRA').fill('/somewhere/else.safetensors');
  await page.keyboard.press('Enter');
  await expect(loras.getByRole('alert')).toContainText('/somewhere/else.safetensors cannot be used as a LoRA');
  await expectAccessible(page);
});

test('what ships with the app cannot be forgotten', async ({ page, studio }) => {
  await page.goto(`${studio.url}#/models`);
  const upscalers = page.getByRole('region', { name: 'Upscalers' });
  await expect(upscalers.getByText('ESRGAN slim')).toBeVisible();
  await expect(upscalers.getByText('×2 ×3 ×4 · MIT')).toBeVisible();
  await expect(upscalers.getByRole('button', { name: /^Forget/ })).toHaveCount(0);
});

test('a LoRA is put into the prompt, once, for models that can draw with it', async ({ page, studio }) => {
  await page.goto(studio.url);
  const prompt = page.getByLabel('Prompt', { exact: true });
  await prompt.fill('a harbour');
  await page.getByRole('button', { name: 'Advanced' }).click();
  await expect(page.getByLabel('LoRA')).toHaveCount(0);

  studio.mendModels();
  await page.getByLabel('Model').selectOption('watercolour');
  await page.getByLabel('LoRA').selectOption('pixel-hero');
  await expect(prompt).toHaveValue('a harbour <lora:pixel-hero:0.8>');
  await expect(page.getByLabel('LoRA').locator('option[value="pixel-hero"]')).toBeDisabled();
  await expectAccessible(page);
});
