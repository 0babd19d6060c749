// The pictures and previews of the fake studio's jobs, drawn when they are asked for.

import type { ServerResponse } from 'node:http';
import type { ImageId } from '../../shared/domain/ids.ts';
import { TesseraError } from '../../shared/errors.ts';
import { notFound } from './built-page.ts';
import { drawPicture, drawPreview, shrink } from './fake-pictures.ts';
import type { FakeJobs } from './fake-studio-jobs.ts';

export function createFakeImages(jobs: FakeJobs) {
  function pictureOf(id: string) {
    const found = jobs.findImage(id);
    if (found === null) return null;
    const { image, recipe } = found;
    const seed = image.seed + image.index * 3 + (image.variations[0]?.seed ?? 0);
    return { prompt: recipe.prompt, seed, width: image.width, height: image.height };
  }

  return {
    async drawn(id: ImageId): Promise<Buffer> {
      const picture = pictureOf(id);
      if (picture === null) throw new TesseraError('IMAGE_NOT_FOUND', `There is no picture ${id}.`);
      return drawPicture(picture);
    },
    async serve(kind: 'image' | 'preview', id: string, url: URL, response: ServerResponse): Promise<void> {
      const picture = pictureOf(id);
      const fraction = jobs.previewOf(id);
      if (picture === null || (kind === 'preview' && fraction === null)) return notFound(response);
      const width = url.searchParams.get('w');
      const png = kind === 'preview' ? await drawPreview(picture, fraction ?? 0) : await drawPicture(picture);
      response.setHeader('content-type', width === null ? 'image/png' : 'image/webp');
      response.end(width === null ? png : await shrink(png, Number(width)));
    },
  };
}
