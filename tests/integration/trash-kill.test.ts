// The app is killed at forty moments while it throws pictures away, brings them back and purges them: record and file agree.

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { openStore, type Store } from '../../main/store/database.ts';
import { fillLibrary } from '../fixtures/library-rows.ts';
import { mulberry32 } from '../fixtures/seeded-random.ts';
import { type Deed, weaknesses } from './trash/deeds.ts';

const kills = 40;
const picturesInTheBeginning = 1500;
const busyLibrary = fileURLToPath(new URL('trash/busy-library.ts', import.meta.url));

test('forty kills part no picture from its record', async () => {
  const home = mkdtempSync(join(tmpdir(), 'tessera-trash-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  fill(home);
  const random = mulberry32(20_261_121);
  /** What each picture must be by all that was said to be done. */
  const known = new Map<string, Deed>();
  let withFilesLeft = 0;

  for (let life = 0; life < kills; life += 1) {
    // Every other one ends at a point chosen to the instruction; the others when so much was done, wherever that is.
    const weakness = life % 2 === 0 ? weaknesses[(life / 2) % weaknesses.length] : undefined;
    const moment = Math.floor(random() * 12);
    const said = await live({ home, seed: life, weakness, at: Math.floor(random() * 12), killAfter: moment });
    const underWay = learn(known, said);

    const store = openStore({ file: join(home, 'tessera.db'), log: () => {} });
    const { records, removals } = read(store);
    store.close();
    const files = filesOf(home);
    // A record has its file, whole; a file without a record is one that is noted to go.
    expect([...records.keys()].filter((id) => files.get(id) !== sha256(contentOf(id)))).toEqual([]);
    expect([...files.keys()].filter((id) => !records.has(id) && !removals.has(id))).toEqual([]);
    // What was said to be done is done, and what was under way is done or not, never in between.
    expect([...known].filter(([id, deed]) => !underWay.has(id) && records.get(id) !== stateAfter[deed])).toEqual([]);
    if ([...removals].some((id) => files.has(id))) withFilesLeft += 1;
  }

  await live({ home, seed: kills, weakness: undefined, at: 0, killAfter: 0 });
  const store = openStore({ file: join(home, 'tessera.db'), log: () => {} });
  const { records, removals } = read(store);
  expect([...filesOf(home).keys()].filter((id) => !records.has(id) && !removals.has(id))).toEqual([]);
  // The kills did fall between record and file, and the lives after them cleared up.
  expect(withFilesLeft).toBeGreaterThanOrEqual(kills / 8);
  expect(records.size).toBeLessThan(picturesInTheBeginning);
  expect(store.database.prepare('SELECT count(*) FROM library_words').pluck().get()).toBe(records.size);
  expect(store.database.pragma('integrity_check', { simple: true })).toBe('ok');
  store.close();
}, 240_000);

const stateAfter: Readonly<Record<Deed, string | undefined>> = {
  trash: 'trashed',
  restore: 'ready',
  purge: undefined,
};

const contentOf = (id: string) => `the pixels of ${id}`.repeat(20);

function fill(home: string): void {
  const store = openStore({ file: join(home, 'tessera.db'), log: () => {} });
  fillLibrary(
    store,
    Array.from({ length: picturesInTheBeginning }, (_, n) => ({ prompt: `picture ${n}` })),
  );
  store.close();
  mkdirSync(join(home, 'library'));
  for (let n = 0; n < picturesInTheBeginning; n += 1) {
    writeFileSync(join(home, 'library', `p${n}.png`), contentOf(`p${n}`));
  }
}

/** Runs one life and says what it said until it was killed, by us or by its own hand. */
async function live(options: {
  readonly home: string;
  readonly seed: number;
  readonly weakness: string | undefined;
  readonly at: number;
  readonly killAfter: number;
}): Promise<string[]> {
  const { home, seed, weakness = 'none', at, killAfter } = options;
  const child = spawn(process.execPath, [busyLibrary, home, String(seed), weakness, String(at)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (more: string) => {
    text += more;
    if (weakness === 'none' && text.split('\n').length > killAfter + 1) child.kill('SIGKILL');
  });
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) =>
    child.once('close', (...end) => resolve(end)),
  );
  expect({ code, signal }).toEqual({ code: null, signal: 'SIGKILL' });
  // A line that was cut off was not said.
  return text.split('\n').slice(0, -1);
}

/** @returns the pictures something was being done to when the end came */
function learn(known: Map<string, Deed>, lines: readonly string[]): Set<string> {
  let underWay: string[] = [];
  for (const line of lines) {
    const [word, deed, ids = ''] = line.split(' ');
    if (word === 'begin') underWay = ids.split(',');
    if (word !== 'done') continue;
    for (const id of ids.split(',')) known.set(id, deed as Deed);
    underWay = [];
  }
  // Neither is known of them now; a later life shows what they are.
  for (const id of underWay) known.delete(id);
  return new Set(underWay);
}

function read(store: Store): { records: Map<string, string>; removals: Set<string> } {
  const rows = store.database.prepare('SELECT id, state FROM images').raw().all() as [string, string][];
  const removals = store.database.prepare('SELECT image FROM file_removals').pluck().all() as string[];
  return { records: new Map(rows), removals: new Set(removals) };
}

/** The hash of each file of the library by the id it is named for. */
function filesOf(home: string): Map<string, string> {
  const folder = join(home, 'library');
  if (!existsSync(folder)) return new Map();
  return new Map(
    readdirSync(folder).map((name) => [name.replace('.png', ''), sha256(readFileSync(join(folder, name), 'utf8'))]),
  );
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
