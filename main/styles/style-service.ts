// The styles that ship with the app.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { StyleId } from '../../shared/domain/ids.ts';
import { Style } from '../../shared/domain/style.ts';
import { TesseraError } from '../../shared/errors.ts';

export interface StyleService {
  list(): Style[];
  /** @throws STYLE_NOT_FOUND */
  get(id: StyleId): Style;
}

export function createStyleService(resources: string): StyleService {
  const styles = z.array(Style).parse(JSON.parse(readFileSync(join(resources, 'styles.json'), 'utf8')));
  return {
    list: () => styles,
    get(id) {
      const style = styles.find((candidate) => candidate.id === id);
      if (style !== undefined) return style;
      const choices = styles.map((candidate) => candidate.id);
      throw new TesseraError('STYLE_NOT_FOUND', `style: there is no style ${id}. There are ${choices.join(', ')}.`, {
        details: { field: 'style', choices },
      });
    },
  };
}
