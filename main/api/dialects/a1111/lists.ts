// What A1111's clients ask for before they draw: models, samplers, schedulers, styles, and the things there are none of.

import { z } from 'zod';
import {
  a1111SamplerNames,
  a1111SamplingOf,
  schedulerNames,
  sigmaSchedulesOf,
} from '../../../../shared/domain/scheduler-name.ts';
import { TesseraError } from '../../../../shared/errors.ts';
import { type Door, type Endpoint, endpoint, type Reply, say } from '../endpoint.ts';

const Names = z.array(z.record(z.string(), z.unknown()));
const Facts = z.record(z.string(), z.unknown());

function list(name: string, summary: string, make: (door: Door) => unknown): Endpoint {
  return endpoint({
    method: 'GET',
    path: `/sdapi/v1/${name}`,
    id: `a1111.${name}`,
    summary,
    answers: { 200: { description: 'The list.', schema: z.union([Names, Facts]) } },
    handle: async (_asked, door) => say(200, await make(door)),
  });
}

const samplers = [...new Set(schedulerNames.map((name) => a1111SamplerNames[name].sampler))];
const samplings = schedulerNames.flatMap((scheduler) =>
  sigmaSchedulesOf(scheduler).map((sigmas) => ({ scheduler, sigmas })),
);
const schedules = [...new Set(samplings.flatMap((sampling) => a1111SamplingOf(sampling).schedule ?? []))];
const megabyte = 1024 * 1024;

export const listEndpoints: readonly Endpoint[] = [
  list('samplers', 'The samplers; which of them a model takes is said when it is asked.', () =>
    samplers.map((name) => ({ name, aliases: [], options: {} })),
  ),
  list('schedulers', 'The schedules.', () =>
    ['Automatic', ...schedules].map((label) => ({
      name: label.toLowerCase(),
      label,
      aliases: null,
      default_rho: -1,
      need_inner_model: false,
    })),
  ),
  list('upscalers', 'What extra-single-image scales with.', () =>
    ['None', 'Lanczos'].map((name) => ({ name, model_name: null, model_path: null, model_url: null, scale: 4 })),
  ),
  list('sd-models', 'The models; `title` is what sd_model_checkpoint takes.', async (door) => {
    const { models } = await door.call('models.list', {});
    return models
      .filter(({ problem }) => problem === null)
      .map(({ id, manifest }) => {
        const sha256 = manifest.files.find((file) => file.sha256 !== null)?.sha256 ?? null;
        return {
          title: id,
          model_name: id,
          hash: sha256?.slice(0, 10) ?? null,
          sha256,
          // Where a model lies on this disk is nothing to tell a client.
          filename: id,
          config: null,
        };
      });
  }),
  list('sd-vae', 'Every model brings its own; there are none to choose.', () => []),
  list('sd-modules', 'Every model brings its own; there are none to choose.', () => []),
  list('loras', 'There are none.', () => []),
  list('embeddings', 'There are none.', () => ({ loaded: {}, skipped: {} })),
  list('prompt-styles', 'The styles of the studio.', async (door) => {
    const { styles } = await door.call('styles.list', {});
    return styles.map(({ id, prompt, negativePrompt }) => ({ name: id, prompt, negative_prompt: negativePrompt }));
  }),
  list('memory', 'The memory of the app; a graphics card is not looked into.', async (door) => {
    const { memoryMb } = await door.call('system.health', {});
    return { ram: { free: null, used: memoryMb * megabyte, total: null }, cuda: { error: 'unavailable' } };
  }),
  list('cmd-flags', 'The switches that clients look for.', () => ({
    api: true,
    listen: false,
    share: false,
    nowebui: false,
    port: null,
  })),
  list('scripts', 'There are none.', () => ({ txt2img: [], img2img: [] })),
  list('script-info', 'There are none.', () => []),
  list('options', 'The options that this studio has.', optionsOf),
  endpoint({
    method: 'POST',
    path: '/sdapi/v1/options',
    id: 'a1111.setOptions',
    summary: 'Choose the default model.',
    access: 'admin',
    body: z.strictObject({ sd_model_checkpoint: z.string().max(128).optional() }),
    answers: { 200: { description: 'Done.', schema: Facts } },
    async handle({ body }, door): Promise<Reply> {
      const wanted = body.sd_model_checkpoint;
      if (wanted === undefined) return say(200, {});
      const { models } = await door.call('models.list', {});
      const model = models.find(({ id, manifest }) => id === wanted || manifest.name === wanted);
      if (model === undefined) {
        throw new TesseraError('MODEL_NOT_FOUND', 'sd_model_checkpoint: there is no such model here.', {
          details: { field: 'sd_model_checkpoint', choices: models.map(({ id }) => id) },
        });
      }
      await door.call('settings.set', { defaultModel: model.id });
      return say(200, {});
    },
  }),
  endpoint({
    method: 'POST',
    path: '/sdapi/v1/refresh-checkpoints',
    id: 'a1111.refresh',
    summary: 'Look for models again; they are looked for at every question anyway.',
    answers: { 200: { description: 'Done.', schema: Facts } },
    async handle(_asked, door) {
      await door.call('models.list', {});
      return say(200, {});
    },
  }),
];

async function optionsOf(door: Door) {
  const { defaultModel } = await door.call('models.list', {});
  return { sd_model_checkpoint: defaultModel, sd_vae: 'Automatic', CLIP_stop_at_last_layers: 1, samples_format: 'png' };
}
