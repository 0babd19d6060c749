// The dialects this API speaks beside the contract: one line each.

import { randomUUID } from 'node:crypto';
import type { Core } from '../../core.ts';
import { a1111Dialect } from './a1111/dialect.ts';
import type { Dialect } from './endpoint.ts';
import { gridDialect } from './grid-dialect.ts';
import { accounted, type Outside, theInternet } from './guarded-fetch.ts';
import { imageDialect } from './image-dialect.ts';
import { jobDialect } from './job-dialect.ts';
import { mockDialects } from './mock/dialect.ts';
import { openAiDialect } from './openai-dialect.ts';
import { operationsDialect } from './operations-dialect.ts';
import { storyboardDialects } from './storyboards/dialect.ts';

export function openDialects(
  core: Core,
  options: { readonly outside?: Outside | undefined; readonly version: string; readonly mock: boolean },
): readonly Dialect[] {
  const outside = accounted(options.outside ?? theInternet, core.network);
  return [
    gridDialect({ generations: core.gridGenerations, newId: randomUUID }),
    jobDialect,
    imageDialect({ outside, newId: randomUUID }),
    ...storyboardDialects,
    ...mockDialects(options),
    operationsDialect,
    openAiDialect,
    a1111Dialect(),
  ];
}
