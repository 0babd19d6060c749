// The styles that ship with the app, and those a person makes, edits, takes away, and reads from other tools.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { ListedStyle } from '../../shared/contract/styles.ts';
import type { CallOutput, CallParsed } from '../../shared/contract/index.ts';
import { StyleId } from '../../shared/domain/ids.ts';
import { Style, styleNameMaxLength } from '../../shared/domain/style.ts';
import { TesseraError } from '../../shared/errors.ts';
import { readStylesCsv, type StyleRow, writeStylesCsv } from '../../shared/prompt/styles-csv.ts';
import type { EventHub } from '../event-hub.ts';
import type { Store } from '../store/database.ts';
import type { StyleTable } from '../store/style-table.ts';

/** Far more than anyone finds something in. */
const ownStylesMax = 5000;

export interface StyleService {
  list(): ListedStyle[];
  /** @throws STYLE_NOT_FOUND */
  get(id: StyleId): Style;
  /** @throws STYLE_NOT_FOUND for an id that is none of one's own, INVALID_INPUT when there are too many */
  put(style: CallParsed<'styles.put'>): ListedStyle;
  /** @throws STYLE_NOT_FOUND, also for styles of the studio */
  remove(id: StyleId): void;
  /** @throws STYLE_NOT_FOUND */
  restore(id: StyleId): ListedStyle;
  /** @throws INVALID_INPUT when there are too many */
  import(csv: string): CallOutput<'styles.import'>;
  export(): CallOutput<'styles.export'>;
}

export function createStyleService(options: {
  readonly resources: string;
  readonly store: Store;
  readonly table: StyleTable;
  readonly events: EventHub;
  readonly newId: () => string;
  readonly clock: () => number;
}): StyleService {
  const { store, table, events } = options;
  const curated = z.array(Style).parse(JSON.parse(readFileSync(join(options.resources, 'styles.json'), 'utf8')));
  const list = (): ListedStyle[] => [
    ...curated.map((style) => ({ ...style, origin: 'curated' as const })),
    ...table.all().map((style) => ({ ...style, origin: 'own' as const })),
  ];

  function notFound(id: StyleId): TesseraError {
    const choices = list().map((style) => style.id);
    return new TesseraError('STYLE_NOT_FOUND', `style: there is no style ${id}. There are ${choices.join(', ')}.`, {
      details: { field: 'style', choices },
    });
  }

  function ownStyle(id: StyleId): ListedStyle {
    const style = table.find(id);
    if (style === null) throw notFound(id);
    return { ...style, origin: 'own' };
  }

  function assertRoom(more: number): void {
    if (table.all().length + more <= ownStylesMax) return;
    throw new TesseraError('INVALID_INPUT', `There is room for ${ownStylesMax} styles. Take some away first.`, {
      details: { field: 'styles', maximum: ownStylesMax },
    });
  }

  return {
    list,
    get(id) {
      const style = curated.find((candidate) => candidate.id === id) ?? table.find(id);
      if (style === null || style === undefined) throw notFound(id);
      return style;
    },
    put({ id: named, ...words }) {
      if (named !== undefined) ownStyle(named);
      else assertRoom(1);
      const id = named ?? StyleId.parse(options.newId());
      table.put({ id, ...words });
      events.announce('styles.changed', {});
      return ownStyle(id);
    },
    remove(id) {
      if (!table.remove(id, new Date(options.clock()).toISOString())) throw notFound(id);
      events.announce('styles.changed', {});
    },
    restore(id) {
      if (!table.restore(id)) throw notFound(id);
      events.announce('styles.changed', {});
      return ownStyle(id);
    },
    import(csv) {
      const all = list();
      const names = new Set(all.map(({ name }) => name));
      const texts = new Set(all.map(textOf));
      const fresh: Style[] = [];
      const skipped: CallOutput<'styles.import'>['skipped'] = [];
      let known = 0;
      for (const row of readStylesCsv(csv)) {
        const { line, ...words } = row;
        const reason = reasonToSkip(row);
        if (reason !== null) skipped.push({ line, reason });
        else if (texts.has(textOf(words))) known += 1;
        else {
          texts.add(textOf(words));
          const name = freeName(words.name, names);
          names.add(name);
          fresh.push({ ...words, name, id: StyleId.parse(options.newId()) });
        }
      }
      assertRoom(fresh.length);
      store.transaction('styles.import', () => fresh.forEach((style) => table.put(style)));
      if (fresh.length > 0) events.announce('styles.changed', {});
      return { added: fresh.map((style) => ({ ...style, origin: 'own' })), known, skipped };
    },
    export() {
      const own = table.all();
      return { csv: writeStylesCsv(own), count: own.length };
    },
  };
}

/** What makes a style the same as another: a number that a taken name was given does not part them. */
function textOf({ name, prompt, negativePrompt }: Omit<StyleRow, 'line'>): string {
  return JSON.stringify([name.replace(/ \(\d+\)$/, ''), prompt, negativePrompt]);
}

function reasonToSkip({ name, prompt, negativePrompt }: StyleRow): 'no-name' | 'no-words' | 'too-long' | null {
  if (name === '') return 'no-name';
  // Some files part their styles by rows that are headings.
  if (prompt === '' && negativePrompt === '') return 'no-words';
  const fits = Style.omit({ id: true }).safeParse({ name, prompt, negativePrompt });
  return fits.success ? null : 'too-long';
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) {
    const end = number === 1 ? '' : ` (${number})`;
    const free = name.slice(0, styleNameMaxLength - end.length) + end;
    if (!taken.has(free)) return free;
  }
}
