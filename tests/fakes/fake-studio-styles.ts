// The fake studio's styles: three of its own, and those a page makes.

import type { CallName, TesseraEvent } from '../../shared/contract/index.ts';
import type { ListedStyle } from '../../shared/contract/styles.ts';
import { StyleId } from '../../shared/domain/ids.ts';
import { TesseraError } from '../../shared/errors.ts';
import { readStylesCsv, writeStylesCsv } from '../../shared/prompt/styles-csv.ts';

const curated: readonly ListedStyle[] = ['Flat', 'Glossy', '3D'].map((name) => ({
  id: StyleId.parse(name.toLowerCase()),
  name,
  prompt: `{prompt}, ${name.toLowerCase()} style`,
  negativePrompt: '',
  origin: 'curated',
}));

export function isStyleCall(name: CallName): boolean {
  return name.startsWith('styles.');
}

export function createFakeStyles(announce: (event: TesseraEvent) => void) {
  let own: readonly ListedStyle[] = [];
  let removed: readonly ListedStyle[] = [];
  let made = 0;

  function changed(next: readonly ListedStyle[]): void {
    own = next;
    announce({ name: 'styles.changed', data: {}, sequence: Number.MAX_SAFE_INTEGER });
  }

  function fresh(words: { name: string; prompt: string; negativePrompt: string }): ListedStyle {
    made += 1;
    return { ...words, id: StyleId.parse(`own-${made}`), origin: 'own' };
  }

  return {
    /** One call, its input as its schema parsed it. */
    // oxlint-disable-next-line typescript/no-explicit-any
    answer(name: CallName, input: any): unknown {
      switch (name) {
        case 'styles.list':
          return { styles: [...curated, ...own] };
        case 'styles.put': {
          const { id, ...words } = input as { id?: string; name: string; prompt: string; negativePrompt: string };
          const style = id === undefined ? fresh(words) : { ...words, id: StyleId.parse(id), origin: 'own' as const };
          changed([...own.filter((other) => other.id !== id), style]);
          return style;
        }
        case 'styles.remove':
          removed = own.filter(({ id }) => id === input.id);
          changed(own.filter(({ id }) => id !== input.id));
          return { id: input.id };
        case 'styles.restore': {
          const [back] = removed;
          if (back === undefined) throw new TesseraError('STYLE_NOT_FOUND', 'There is nothing to bring back.');
          changed([...own, back]);
          return back;
        }
        case 'styles.import': {
          const added = readStylesCsv(input.csv).map(({ line: _line, ...words }) => fresh(words));
          changed([...own, ...added]);
          return { added, known: 0, skipped: [] };
        }
        case 'styles.export':
          return { csv: writeStylesCsv(own), count: own.length };
        default:
          throw new TesseraError('CALL_UNKNOWN', `The fake studio has no ${name}.`);
      }
    },
  };
}
