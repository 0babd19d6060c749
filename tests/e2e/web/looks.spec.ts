// Every screen, in every look.

import type { Page } from '@playwright/test';
import { palettePictures } from './palette-files.ts';
import type { FakeStudio } from '../../fakes/fake-studio.ts';
import { busyOutbox } from '../../fakes/fake-studio-sync.ts';
import { judgeInEveryLook, type States } from './every-look.ts';
import { expect, finishedJob } from './studio.ts';

const states: States = {
  'create-empty': async (page, studio) => {
    await page.goto(studio.url);
    await expect(page.getByRole('heading', { level: 2 })).toBeVisible();
  },
  'create-running': async (page, studio) => {
    studio.jobs.submit({ kind: 'generate', recipe: { prompt: 'a boat [hold]' } });
    await page.goto(studio.url);
    await expect(page.locator('img[src^="/preview/"]').first()).toBeVisible();
  },
  'create-done': async (page, studio) => {
    finishedJob(studio, 'a lighthouse at dusk', 3);
    finishedJob(studio, 'a valley, wide', 7, { width: 640, height: 360 });
    await page.goto(studio.url);
    await expect(page.locator('img[src^="/image/"]').first()).toBeVisible();
  },
  'create-failed': async (page, studio) => {
    studio.jobs.submit({ kind: 'generate', recipe: { prompt: 'a castle [fail]' } });
    await page.goto(studio.url);
    await expect(page.getByText('SIGSEGV')).toBeVisible();
  },
  'create-retrying': async (page, studio) => {
    studio.jobs.submit({ kind: 'generate', recipe: { prompt: 'a castle [again]' } });
    await page.goto(studio.url);
    await expect(page.getByText(/1 (?:of|sur) 3/)).toBeVisible();
  },
  'create-advanced': async (page, studio) => {
    await page.goto(studio.url);
    await page.locator('[aria-controls="advanced"]').click();
    await page.locator('#advanced input').last().fill('513');
    await page.keyboard.press('Control+Enter');
    await expect(page.getByText(/512/).last()).toBeVisible();
  },
  viewer: async (page, studio) => {
    finishedJob(studio, 'a lighthouse at dusk', 3);
    await page.goto(studio.url);
    await page.getByRole('article').locator('img').first().click();
    await expect(page.getByRole('dialog').getByRole('img').first()).toBeVisible();
  },
  library: async (page, studio) => {
    for (let job = 0; job < 6; job += 1)
      finishedJob(studio, `picture ${job}`, job, job % 2 ? { width: 640, height: 360 } : {});
    await page.goto(`${studio.url}#/library`);
    await expect(page.getByRole('listitem').first()).toBeVisible();
  },
  'library-chosen': async (page, studio) => {
    for (let job = 0; job < 3; job += 1) finishedJob(studio, `picture ${job}`, job);
    await page.goto(`${studio.url}#/library`);
    await page.getByRole('checkbox').first().click();
    await expect(page.getByRole('checkbox', { checked: true })).toBeVisible();
  },
  'library-trash': async (page, studio) => {
    await trashedJob(page, studio);
    await page.goto(`${studio.url}#/library/trash`);
    await expect(page.getByRole('checkbox')).toHaveCount(4);
  },
  'library-purge': async (page, studio) => {
    await trashedJob(page, studio);
    await page.goto(`${studio.url}#/library/trash`);
    await page.getByRole('button', { name: /^(?:Empty the trash|Vider la corbeille)$/ }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
  },
  'library-collections': async (page, studio) => {
    const job = finishedJob(studio, 'an owl at night', 1);
    for (const name of ['Owls', 'A name as long as names of collections may well become'])
      await ask(page, studio, 'collections.create', { name });
    const selection = { kind: 'pictures', ids: [job.images[0]?.id] };
    await ask(page, studio, 'collections.add', { id: 'collection-1', selection });
    await page.goto(`${studio.url}#/library/collections`);
    await expect(page.locator('main li img')).toBeVisible();
  },
  'library-storage': async (page, studio) => {
    finishedJob(studio, 'an owl at night', 1);
    await page.goto(`${studio.url}#/library/storage`);
    await expect(page.getByText('/home/me')).toBeVisible();
  },
  'library-tags': async (page, studio) => {
    finishedJob(studio, 'an owl at night', 1);
    await page.goto(`${studio.url}#/library`);
    await page.getByRole('checkbox').first().click();
    await page.getByRole('button', { name: /^(?:Tags|Étiquettes)$/ }).click();
    await page.getByRole('combobox').first().fill('night');
    await page.getByRole('combobox').first().press('Enter');
    await expect(page.getByRole('dialog').getByText('night')).toBeVisible();
  },
  'library-empty': async (page, studio) => {
    await page.goto(`${studio.url}#/library`);
    await expect(page.getByRole('heading', { level: 2 })).toBeVisible();
  },
  models: async (page, studio) => {
    await page.goto(`${studio.url}#/models`);
    await expect(page.getByRole('heading', { name: 'Watercolour' })).toBeVisible();
  },
  'model-sets': async (page, studio) => {
    await page.goto(`${studio.url}#/models`);
    await page.locator('[aria-controls][aria-expanded]').click();
    await page.getByRole('switch').first().click();
    await expect(page.getByRole('switch', { disabled: true })).toHaveCount(1);
  },
  'palettes-empty': async (page, studio) => {
    await page.goto(`${studio.url}#/palettes`);
    await expect(page.getByRole('heading', { level: 2 })).toBeVisible();
  },
  palettes: async (page, studio) => {
    studio.palettes.fill();
    await page.goto(`${studio.url}#/palettes`);
    await expect(page.locator('main img')).toHaveCount(10);
  },
  'palette-new': async (page, studio) => {
    await page.goto(`${studio.url}#/palettes/new`);
    await page.locator('input[type=file][multiple]').setInputFiles(await palettePictures());
    await expect(page.locator('main img')).toHaveCount(11);
  },
  'palette-editor': async (page, studio) => {
    studio.palettes.fill();
    await page.goto(`${studio.url}#/palettes`);
    await page.locator('[aria-haspopup=menu]').click();
    await page.getByRole('menuitem').first().click();
    await expect(page.getByRole('dialog').locator('img').first()).toBeVisible();
  },
  'storyboards-empty': async (page, studio) => {
    await page.goto(`${studio.url}#/storyboards`);
    await expect(page.getByRole('heading', { level: 2 })).toBeVisible();
  },
  storyboards: async (page, studio) => {
    await finishedBoard(page, studio, 6);
    await page.goto(`${studio.url}#/storyboards`);
    await expect(page.locator('main img')).toBeVisible();
  },
  board: async (page, studio) => {
    const { id } = await finishedBoard(page, studio, 6);
    await page.goto(`${studio.url}#/storyboards/${id}`);
    await expect(page.locator('main img')).toHaveCount(6);
  },
  'board-empty': async (page, studio) => {
    const { id } = await newBoard(page, studio);
    await page.goto(`${studio.url}#/storyboards/${id}`);
    await expect(page.getByRole('heading', { level: 2 })).toBeVisible();
  },
  'board-running': async (page, studio) => {
    const { id } = await newBoard(page, studio);
    await ask(page, studio, 'sequences.generate', { project: id, prompt: 'a boat [hold]', shotCount: 4 });
    await page.goto(`${studio.url}#/storyboards/${id}`);
    await expect(page.locator('img[src^="/preview/"]').first()).toBeVisible();
  },
  'shot-editor': async (page, studio) => {
    const { id } = await finishedBoard(page, studio, 2);
    await page.goto(`${studio.url}#/storyboards/${id}`);
    await page.getByRole('article').first().focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').locator('input').last().fill('900');
    await expect(page.getByRole('dialog').getByText(/600/)).toBeVisible();
  },
  animatic: async (page, studio) => {
    const { id } = await finishedBoard(page, studio, 3);
    await page.goto(`${studio.url}#/storyboards/${id}`);
    await page.getByRole('button', { name: /^(?:Play|Lire)$/ }).click();
    await expect(page.getByRole('dialog').locator('img').first()).toBeVisible();
  },
  settings: async (page, studio) => {
    await page.goto(`${studio.url}#/settings`);
    await expect(page.getByText('0.1.0')).toBeVisible();
  },
  'settings-credits': async (page, studio) => {
    studio.credits.grant('ada', 10);
    studio.credits.charge('ada', 'order-7');
    await ask(page, studio, 'settings.set', { credits: true });
    await page.goto(`${studio.url}#/settings`);
    await page.locator('[aria-expanded=false]').last().click();
    await expect(page.getByText('order-7')).toBeVisible();
    await page.getByText('order-7').scrollIntoViewIfNeeded();
  },
  sync: async (page, studio) => {
    studio.sync.items = [...busyOutbox];
    studio.sync.keychain = 'weak';
    await page.goto(`${studio.url}#/sync`);
    await expect(page.getByText('picture:2')).toBeVisible();
  },
  diagnostics: async (page, studio) => {
    await page.goto(`${studio.url}#/diagnostics`);
    await page.getByRole('main').getByRole('button').click();
    await expect(page.getByText(/onnxruntime/)).toBeVisible();
  },
};

judgeInEveryLook(states);

async function ask(page: Page, studio: FakeStudio, name: string, data: object): Promise<{ id: string }> {
  const answer = await page.request.post(`${studio.url}call/${name}`, { data });
  return ((await answer.json()) as { value: { id: string } }).value;
}

async function trashedJob(page: Page, studio: FakeStudio): Promise<void> {
  const job = finishedJob(studio, 'an owl at night', 1);
  const selection = { kind: 'pictures', ids: job.images.map(({ id }) => id) };
  await ask(page, studio, 'library.trash', { selection });
}

async function newBoard(page: Page, studio: FakeStudio): Promise<{ id: string }> {
  return ask(page, studio, 'storyboards.create', { name: 'A fox in winter' });
}

async function finishedBoard(page: Page, studio: FakeStudio, shotCount: number): Promise<{ id: string }> {
  const board = await newBoard(page, studio);
  await ask(page, studio, 'sequences.generate', { project: board.id, prompt: 'a fox in the snow', shotCount });
  studio.jobs.finishAll();
  return board;
}
