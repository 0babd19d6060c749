// The settings that are numbers, and credits: kept as they are typed, explained where they cannot be kept.

import { expect, expectAccessible, test } from './studio.ts';

test('how failed jobs are tried again is kept, and says what it comes to', async ({ page, studio }) => {
  await page.goto(`${studio.url}#/settings`);
  const part = page.getByRole('region', { name: 'Jobs that fail' });
  await expect(part).toContainText('1 min, 2 min, and 4 min');
  await part.getByLabel('Tries after a failure').fill('2');
  await part.getByLabel('Tries after a failure').press('Enter');
  await expect(part).toContainText('1 min and 2 min');
  await part.getByLabel('Tries after a failure').fill('11');
  await expect(part.getByRole('alert')).toHaveText('A whole number from 0 to 10');
  await expectAccessible(page);

  expect(studio.asked.filter(({ name }) => name === 'settings.set')).toEqual([
    { name: 'settings.set', input: { jobRetries: 2 } },
  ]);
});

test('a limit of the local API is set, and goes back to its usual number when emptied', async ({ page, studio }) => {
  await page.goto(`${studio.url}#/settings`);
  const part = page.getByRole('region', { name: 'Requests a minute to the local API' });
  await expect(part.getByLabel('New pictures')).toHaveAttribute('placeholder', '30');
  await part.getByLabel('New pictures').fill('5');
  await part.getByLabel('New pictures').blur();
  await part.getByLabel('Shots').fill('7');
  await part.getByLabel('Shots').blur();
  await part.getByLabel('New pictures').fill('');
  await part.getByLabel('New pictures').blur();
  const set = () => studio.asked.filter(({ name }) => name === 'settings.set').map(({ input }) => input);

  await expect
    .poll(set)
    .toEqual([
      { apiLimits: { generation: 5 } },
      { apiLimits: { generation: 5, shots: 7 } },
      { apiLimits: { shots: 7 } },
    ]);
});

test('credits are given, spent by a program, and told line by line', async ({ page, studio }) => {
  await page.goto(`${studio.url}#/settings`);
  const part = page.getByRole('region', { name: 'Credits' });
  await part.getByRole('switch', { name: 'Count credits' }).click();
  await part.getByLabel('user_id').fill('ada');
  await part.getByLabel('Credits', { exact: true }).fill('10');
  await part.getByRole('button', { name: 'Give' }).click();
  await expect(part).toContainText('10 left, 0 set aside');
  studio.credits.charge('ada', 'order-7');
  await expect(part).toContainText('9 left, 0 set aside');
  await part.getByRole('button', { name: 'Ledger' }).click();
  const ledger = part.getByRole('list', { name: 'Ledger of ada' });

  await expect(ledger.getByRole('listitem')).toHaveText([/-1Picture of order-7/, /\+10Given/]);
});

test('a name that no program could bring is refused in words', async ({ page, studio }) => {
  await page.goto(`${studio.url}#/settings`);
  const part = page.getByRole('region', { name: 'Credits' });
  await part.getByRole('switch', { name: 'Count credits' }).click();
  await part.getByLabel('user_id').fill('ada lovelace');
  await part.getByLabel('Credits', { exact: true }).fill('10');
  await part.getByRole('button', { name: 'Give' }).click();

  await expect(part.getByRole('alert')).toBeVisible();
});

test('the data folder is shown, licences are read, and diagnostics are copied', async ({ page, studio, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto(`${studio.url}#/settings`);
  await expect(page.getByRole('region', { name: 'Folders' })).toContainText('/home/ada/.local/share/tessera');
  await page.getByRole('button', { name: 'Read', exact: true }).click();
  const licences = page.getByRole('dialog', { name: 'Licences of what ships with Tessera' });
  await expect(licences).toContainText('Licences of the embedded models');
  await expectAccessible(page);
  await licences.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect(page.getByText('Diagnostics copied')).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toMatch(/^Tessera 0\.1\.0 on linux-x64\n/);
  expect(copied).toContain('database: ok');
});
