// Sync and diagnostics on the screen: set up, held back, sent again, tried out; no secret ever comes back.

import { busyOutbox } from '../../fakes/fake-studio-sync.ts';
import { expect, test } from './studio.ts';

const secret = 'a-secret-of-sixteen';

test('sync is found under the settings, off, and says why it cannot be switched on yet', async ({ page, studio }) => {
  await page.goto(`${studio.url}#/settings`);
  await page.getByRole('link', { name: 'Open sync' }).click();
  const power = page.getByRole('switch', { name: 'Send finished work' });
  await expect(power).not.toBeChecked();
  await power.click();
  await expect(page.getByRole('alert')).toContainText('nowhere to send to');
  await expect(power).not.toBeChecked();
});

test('a webhook is set up with its secret, switched on, and held back', async ({ page, studio }) => {
  await page.goto(`${studio.url}#/sync`);
  const webhook = page.getByRole('region', { name: 'Webhook' });
  await webhook.getByLabel('Address').fill('https://example.org/hook');
  await webhook.getByLabel('Secret', { exact: true }).fill(secret);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Sync settings saved')).toBeVisible();
  await expect(webhook.getByText('It is kept.')).toBeVisible();
  await expect(webhook.getByLabel('Secret', { exact: true })).toHaveValue('');
  await page.getByRole('switch', { name: 'Send finished work' }).click();
  await expect(page.getByRole('switch', { name: 'Send finished work' })).toBeChecked();
  await page.getByRole('button', { name: 'Hold back' }).click();
  await expect(page.getByText('Everything is held back.')).toBeVisible();
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByText('Everything is held back.')).toHaveCount(0);

  const saved = studio.asked.find(({ name }) => name === 'sync.configure');
  expect(saved?.input).toMatchObject({
    webhook: { url: 'https://example.org/hook', progress: true },
    secrets: { webhookSecret: secret },
  });
  expect(await page.content()).not.toContain(secret);
});

test('a secret is forgotten when that is saved', async ({ page, studio }) => {
  studio.sync.answer('sync.configure', { secrets: { cloudToken: secret } });
  await page.goto(`${studio.url}#/sync`);
  await page.getByRole('button', { name: 'Forget: Token' }).click();
  await expect(page.getByText('It is forgotten when you save.')).toBeVisible();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Sync settings saved')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Forget: Token' })).toHaveCount(0);
});

test('every item of the outbox shows its state, and a dead letter is sent again', async ({ page, studio }) => {
  studio.sync.items = [...busyOutbox];
  await page.goto(`${studio.url}#/sync`);
  const outbox = page.getByRole('region', { name: 'Outbox' });
  await expect(outbox).toContainText('2 waiting, 1 sent, 1 given up');
  for (const state of ['Waiting, 2 tries', 'Sending', 'Given up, 12 tries', 'Overtaken', 'Sent']) {
    await expect(outbox.getByRole('listitem').filter({ hasText: state })).not.toHaveCount(0);
  }
  await outbox.getByRole('radio', { name: 'Given up' }).click();
  await expect(outbox.getByRole('listitem')).toHaveCount(1);
  await expect(outbox.getByRole('listitem')).toContainText('The keys were refused. (403)');
  await outbox.getByRole('button', { name: /Send again: .*picture:2/ }).click();
  await expect(outbox).toContainText('3 waiting, 1 sent, 0 given up');
  await expect(outbox.getByRole('listitem')).toHaveCount(0);
});

test('a dry run shows what would be sent, and probes show what came back', async ({ page, studio }) => {
  await page.goto(`${studio.url}#/sync`);
  await page.getByRole('button', { name: 'Dry run' }).click();
  await expect(page.getByText('The newest finished job would send this:')).toBeVisible();
  await page.getByText('Message', { exact: true }).click();
  await expect(page.getByText('"status": "completed"')).toBeVisible();
  await page.getByRole('button', { name: 'Send probes' }).click();
  await expect(page.getByText('cloud.example.org let it in (200).')).toBeVisible();
  await expect(page.getByText('Tell whoever runs it')).toBeVisible();
});

test('diagnostics look the machine over when asked', async ({ page, studio }) => {
  await page.goto(`${studio.url}#/settings`);
  await page.getByRole('link', { name: 'Open diagnostics' }).click();
  expect(studio.asked.filter(({ name }) => name === 'system.doctor')).toEqual([]);
  await page.getByRole('button', { name: 'Run the diagnosis' }).click();
  await expect(page.getByText('2 checks failed.')).toBeVisible();
  await expect(page.getByRole('region', { name: 'This machine' }).getByRole('listitem')).toHaveCount(3);
  await expect(page.getByText('Only 0.4 GB are free.')).toBeVisible();
});
