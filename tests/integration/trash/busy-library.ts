// A process that throws pictures away, brings them back and purges them until it is killed. It says on stdout
// what it begins and what is done; asked to, it kills itself at a point where only a crash could stop it.

import { join } from 'node:path';
import { openLibrary } from '../../../main/library/open-library.ts';
import { createEventHub } from '../../../main/event-hub.ts';
import { createImageFiles } from '../../../main/library/image-files.ts';
import { openStore } from '../../../main/store/database.ts';
import { createImageTable } from '../../../main/store/image-table.ts';
import { createJobTable } from '../../../main/store/job-table.ts';
import type { ImageId } from '../../../shared/domain/ids.ts';
import { createFakeEngine } from '../../fakes/engine.ts';
import { mulberry32 } from '../../fixtures/seeded-random.ts';
import { type Deed, deeds, type Weakness } from './deeds.ts';

const [home = '', seed = '0', weakness = 'none', at = '0'] = process.argv.slice(2);
const random = mulberry32(Number(seed));
/** Few are purged, so that some are left for the last life. */
const picturesAtOnce: Readonly<Record<Deed, number>> = { trash: 24, restore: 12, purge: 6 };

let passed = 0;
/** Counts the passes of the point that was asked for, and ends there as a power cut would. */
function pass(point: Weakness): void {
  if (point !== weakness) return;
  passed += 1;
  if (passed > Number(at)) process.kill(process.pid, 'SIGKILL');
}

const real = openStore({ file: join(home, 'tessera.db'), log: () => {} });
const store: typeof real = {
  ...real,
  transaction(name, work) {
    const result = real.transaction(name, () => {
      const done = work();
      pass('before-commit');
      return done;
    });
    pass('after-commit');
    return result;
  },
};
const images = createImageTable(store);
const events = createEventHub({
  firstSequence: 0,
  onListenerError: (error) => {
    throw error;
  },
});
const files = createImageFiles({ home, images, engine: createFakeEngine() });
const { library, trash } = openLibrary({
  home,
  store,
  images,
  jobs: createJobTable(store),
  files: {
    ...files,
    absolutePath(file) {
      pass('before-removal');
      return files.absolutePath(file);
    },
    derivedFrom(image) {
      pass('during-removal');
      return files.derivedFrom(image);
    },
  },
  events,
  clock: Date.now,
  newId: () => '',
  log: (line) => process.stderr.write(`${line}\n`),
});

function say(word: 'begin' | 'done', deed: Deed, ids: readonly ImageId[]): void {
  process.stdout.write(`${word} ${deed} ${ids.join(',')}\n`);
}

function some(deed: Deed): ImageId[] {
  const part = deed === 'trash' ? 'library' : 'trash';
  const { items } = library.list({ search: '', part, limit: 100, cursor: null });
  return items
    .map(({ image }) => image.id)
    .filter(() => random() < 0.4)
    .slice(0, picturesAtOnce[deed]);
}

trash.finishRemovals();
process.stdout.write('ready\n');
// Far more than any life has time for: whoever is not killed ends by itself, and the test sees that it did.
for (let turn = 0; turn < 5000; turn += 1) {
  const deed = deeds[Math.floor(random() * deeds.length)] ?? 'trash';
  const ids = some(deed);
  if (ids.length > 0) {
    say('begin', deed, ids);
    await trash[deed]({ selection: { kind: 'pictures', ids }, cursor: null });
    say('done', deed, ids);
  }
}
