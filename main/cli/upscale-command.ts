// tessera upscale: a larger copy of a picture of the library, in the library or a folder of one's own.

import { upscaleFactors, UpscaleFactor } from '../../shared/domain/upscaler.ts';
import { TesseraError } from '../../shared/errors.ts';
import { followJob } from './follow-job.ts';
import { withStudio } from './open-studio.ts';
import { copyPictures, prepareOutputFolder } from './output-folder.ts';
import type { Terminal } from './terminal.ts';
import { imageOption } from './verify-command.ts';

export interface UpscaleOptions {
  readonly factor: number;
  readonly upscaler?: string;
  readonly out?: string;
}

export async function upscalePicture(
  id: string,
  { factor: given, upscaler, out }: UpscaleOptions,
  { terminal, signal }: { readonly terminal: Terminal; readonly signal: AbortSignal },
): Promise<void> {
  const image = imageOption(id);
  const factor = UpscaleFactor.safeParse(given);
  if (!factor.success) {
    throw new TesseraError(
      'INVALID_INPUT',
      `factor: a picture can be made ${upscaleFactors.join(', ')} times as large.`,
      {
        details: { field: 'factor', choices: upscaleFactors },
      },
    );
  }
  const folder = out === undefined ? null : await prepareOutputFolder(out);
  await withStudio(async (studio) => {
    const asked = {
      kind: 'upscale',
      image,
      factor: factor.data,
      ...(upscaler === undefined ? {} : { upscaler }),
    } as const;
    const submitted = await studio.call('generation.submit', { request: asked });
    const job = await followJob(submitted, { studio, terminal, signal });
    const paths =
      folder === null
        ? job.images.map((larger) => studio.core.images.path(larger.id))
        : await copyPictures(job.images, folder, studio.core.images);
    for (const note of job.notes) terminal.remark(`note: ${note.message}`);
    const [path] = paths;
    terminal.say(path ?? '');
    const [larger] = job.images;
    terminal.document({ job: job.id, image: larger?.id, path, width: larger?.width, height: larger?.height });
  });
}
