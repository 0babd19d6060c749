// The A1111 dialect, /sdapi/v1: the part of it that scripts and plugins rely on.

import type { Dialect } from '../endpoint.ts';
import { drawingEndpoints } from './drawing.ts';
import { listEndpoints } from './lists.ts';
import { pictureEndpoints } from './pictures.ts';
import { createProgress, progressEndpoints } from './progress.ts';
import { a1111Refusal } from './refusal.ts';

export function a1111Dialect(): Dialect {
  const progress = createProgress();
  return {
    tag: 'A1111',
    description: 'What scripts and plugins for the Stable Diffusion web UI rely on.',
    refusal: a1111Refusal,
    endpoints: [...drawingEndpoints(progress), ...pictureEndpoints, ...progressEndpoints(progress), ...listEndpoints],
  };
}
