// The form as it was left.

import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openStore } from '../../../../main/store/database.ts';
import { createDraftTable } from '../../../../main/store/draft-table.ts';
import { temporaryFolder } from '../fixtures.ts';

test('the newest draft is there after the studio was closed, and an unreadable one is none', () => {
  const file = join(temporaryFolder(), 'tessera.db');
  const first = openStore({ file, log: () => {} });
  expect(createDraftTable(first).read()).toBeNull();
  createDraftTable(first).write({ text: '{"prompt":"a"}', savedAt: 1 });
  createDraftTable(first).write({ text: '{"prompt":"an owl"}', savedAt: 2 });
  first.close();
  const again = openStore({ file, log: () => {} });
  expect(createDraftTable(again).read()).toEqual({ text: '{"prompt":"an owl"}', savedAt: 2 });
  again.database.prepare("UPDATE settings SET value = '{' WHERE name = 'draft.create'").run();
  expect(createDraftTable(again).read()).toBeNull();
});
