// Secrets in a real window: sealed by the desktop's keychain, and not kept without consent where that only obscures.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { type Launched, launchApp, makeHome, removeHome } from './launch-app.ts';

const secret = 'a-secret-of-sixteen';

let home: string;
let launched: Launched;

test.beforeEach(async () => {
  home = makeHome();
  launched = await launchApp({ home });
});
test.afterEach(async () => {
  await launched.app.close();
  removeHome(home);
});

test('a secret entered in the window is sealed, kept over a restart, and nowhere in the clear', async () => {
  let { page } = launched;
  await openSync(page);
  const webhook = page.getByRole('region', { name: 'Webhook' });
  await webhook.getByLabel('Address').fill('https://example.org/hook');
  await webhook.getByLabel('Secret', { exact: true }).fill(secret);
  // What a desktop without a real keychain says; elsewhere there is nothing to agree to.
  const consent = page.getByRole('switch', { name: 'Keep them anyway' });
  await expect(page.getByRole('button', { name: 'Save' })).toBeVisible();
  if (await consent.isVisible()) {
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('alert')).toContainText('no keychain that protects secrets');
    expect(filesHolding(home, secret)).toEqual([]);
    await consent.click();
  }
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(webhook.getByText('It is kept.')).toBeVisible();

  await launched.app.close();
  launched = await launchApp({ home });
  ({ page } = launched);
  await openSync(page);
  await expect(page.getByRole('region', { name: 'Webhook' }).getByText('It is kept.')).toBeVisible();
  expect(readdirSync(join(home, 'keys'))).toContain('secrets.keychain.json');
  expect(filesHolding(home, secret)).toEqual([]);
  expect(await page.content()).not.toContain(secret);
});

async function openSync(page: Launched['page']): Promise<void> {
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('link', { name: 'Open sync' }).click();
  await expect(page.getByRole('region', { name: 'Webhook' })).toBeVisible();
}

function filesHolding(folder: string, text: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && readFileSync(join(entry.parentPath, entry.name)).includes(text))
    .map((entry) => join(entry.parentPath, entry.name));
}
