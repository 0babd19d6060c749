// Brings a database to this version's schema, one numbered step after the other, and refuses one from the future.

import type Database from 'better-sqlite3';
import { TesseraError } from '../../shared/errors.ts';
import { first } from './migrations/0001-first.ts';
import { storyboards } from './migrations/0002-storyboards.ts';
import { outbox } from './migrations/0003-outbox.ts';
import { credits } from './migrations/0004-credits.ts';
import { jobRetries } from './migrations/0005-job-retries.ts';
import { drawnFrom } from './migrations/0006-drawn-from.ts';
import { upscalers } from './migrations/0007-upscalers.ts';
import { loras } from './migrations/0008-loras.ts';
import { librarySearch } from './migrations/0009-library-search.ts';
import { imports } from './migrations/0010-imports.ts';
import { collectionsAndTrash } from './migrations/0011-collections-and-trash.ts';
import { receipts } from './migrations/0012-receipts.ts';
import { runTimes } from './migrations/0013-run-times.ts';
import { styles } from './migrations/0014-styles.ts';
import { network } from './migrations/0014-network.ts';
import { pictureTraits } from './migrations/0016-picture-traits.ts';
import { providers } from './migrations/0017-providers.ts';

/** Index + 1 is the version a step leads to. Never change a released step; add one. */
export const migrations: readonly string[] = [
  first,
  storyboards,
  outbox,
  credits,
  jobRetries,
  drawnFrom,
  upscalers,
  loras,
  librarySearch,
  imports,
  collectionsAndTrash,
  receipts,
  runTimes,
  styles,
  network,
  pictureTraits,
  providers,
];

function versionOf(database: Database.Database): number {
  return Number(database.pragma('user_version', { simple: true }));
}

/** @throws DATABASE_FROM_THE_FUTURE when a newer Tessera has written this database */
export function assertNotFromTheFuture(database: Database.Database): void {
  const version = versionOf(database);
  if (version <= migrations.length) return;
  throw new TesseraError(
    'DATABASE_FROM_THE_FUTURE',
    `This library was last opened by a newer Tessera (schema ${version}; this one knows ${migrations.length}). Start the newer version, or choose another data folder.`,
    { details: { found: version, known: migrations.length } },
  );
}

/**
 * Call after assertNotFromTheFuture.
 * @param before called with a database that has something in it, so that it can be copied
 */
export function migrate(database: Database.Database, before: (database: Database.Database) => void = () => {}): void {
  const version = versionOf(database);
  if (version === migrations.length) return;
  if (version > 0) before(database);
  database.transaction(() => {
    for (const step of migrations.slice(version)) database.exec(step);
    database.pragma(`user_version = ${migrations.length}`);
  })();
}
