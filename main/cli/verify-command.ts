// tessera verify: renders a picture of the library again and says whether it is still the same.

import { ImageId } from '../../shared/domain/ids.ts';
import type { ReceiptChange, Verification } from '../../shared/domain/receipt.ts';
import { TesseraError } from '../../shared/errors.ts';
import { withStudio } from './open-studio.ts';
import { createProgressLine } from './progress-line.ts';
import type { Terminal } from './terminal.ts';

/** @returns the exit code: 0 for the same pixels, 1 for others or none */
export async function verifyPicture(
  id: string,
  { terminal, signal }: { readonly terminal: Terminal; readonly signal: AbortSignal },
): Promise<number> {
  const image = imageOption(id);
  const line = createProgressLine(terminal);
  const told = await withStudio(async ({ core, call }) => {
    const leave = core.events.subscribe(({ name, data }) => {
      if (name === 'lineage.verifying') line.show({ stage: 'sampling', fraction: data.progress, etaMs: null });
    });
    const stop = () => void call('lineage.stopVerifying', { id: image });
    signal.addEventListener('abort', stop, { once: true });
    try {
      return await call('lineage.verify', { id: image });
    } finally {
      signal.removeEventListener('abort', stop);
      leave();
      line.clear();
    }
  });
  terminal.say(outcomeOf(told));
  for (const change of told.changes) terminal.say(`  ${wordsOf(change)}`);
  terminal.document(told);
  return told.outcome === 'same' ? 0 : 1;
}

/** @throws INVALID_INPUT for what cannot be the id of a picture */
export function imageOption(text: string): ImageId {
  const id = ImageId.safeParse(text);
  if (id.success) return id.data;
  throw new TesseraError('INVALID_INPUT', `${text.slice(0, 80)} is not the id of a picture of the library.`, {
    details: { field: 'id' },
  });
}

function outcomeOf({ outcome, difference, problem, changes }: Verification): string {
  switch (outcome) {
    case 'same':
      return changes.length === 0
        ? 'The same picture: no pixel differs.'
        : 'The same picture: no pixel differs, although something has changed:';
    case 'different': {
      const share = ((difference?.share ?? 0) * 100).toFixed(2);
      const cause = changes.length === 0 ? 'Nothing is known to have changed.' : 'What has changed:';
      return `Another picture: ${share} % of its pixels differ, by up to ${difference?.max} of 255. ${cause}`;
    }
    case 'impossible':
      return `It could not be rendered again. ${problem?.message}`;
    default:
      return outcome satisfies never;
  }
}

function wordsOf(change: ReceiptChange): string {
  switch (change.kind) {
    case 'gone':
      return `gone: the ${change.what === 'source' ? 'picture to start from' : change.what}`;
    case 'picture':
      return 'the picture in the library is not the file that was written';
    case 'file': {
      const state = { changed: 'changed', missing: 'missing', unsure: 'perhaps changed (its date or size is another)' };
      return `${change.part} ${change.owner}: ${change.file} is ${state[change.state]}`;
    }
    case 'provider':
    case 'machine':
      return `${change.kind}: ${change.before} then, ${change.now} now`;
    case 'version':
      return `${change.of}: ${change.before} then, ${change.now} now`;
    case 'no-receipt':
      return 'nobody noted what it was made with';
    default:
      return change satisfies never;
  }
}
