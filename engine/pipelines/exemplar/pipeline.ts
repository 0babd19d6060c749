// Exemplar diffusion: pictures from words with no trained denoiser. Words choose drawings, drawings stand on a scene,
// and a closed-form local denoiser recombines them (sampler-graph.ts). A prompt travels from top to bottom of `draw`.

import { join } from 'node:path';
import { initialNoise } from '../../noise/initial-noise.ts';
import type { Variation } from '../../../shared/domain/recipe.ts';
import type { Session } from '../../runtime/tensor-runtime.ts';
import { keepOutside } from '../keep-outside.ts';
import type { LoadPipeline, Picture, PictureRequest, PictureSource, Pipeline } from '../pipeline.ts';
import { restoreBackground } from './background-restoration.ts';
import { decodeDrawing, type Drawing, toPlanes } from './composition.ts';
import { type CompositionPlan, planComposition } from './composition-plan.ts';
import { createVariety } from './drawing-variety.ts';
import { createBankMaker } from './exemplar-bank.ts';
import { type Exemplar, openExemplarCollection } from './exemplar-collection.ts';
import { drawnFrom, lostStyleNote, withoutSets } from './exemplar-sources.ts';
import { previewFromLatents } from './latent-preview.ts';
import { choosePalette, type PaletteChoice } from './palette-choice.ts';
import { openPaletteCollection } from './palette-collection.ts';
import { groundPlanes, planSheets } from './palette-sheets.ts';
import { toRgb } from './planes-to-rgb.ts';
import { maxThings, readPrompt, type Subject } from './prompt-reading.ts';
import type { ColourName, RelationName } from './prompt-vocabulary.ts';
import { createRecentCache } from './recent-cache.ts';
import { type RetrievedExemplar, retrieve, settleAttachments, unknownWords } from './retrieval.ts';
import { groundLine, type Scene } from './scene-drawing.ts';
import { sample as sampleLatents } from './sampler.ts';
import { readSamplerSettings, stagesFor } from './sampler-settings.ts';
import { createRandomStream, createVariedChance } from './seeded-random.ts';
import { latentMask, maskBox, type SourceGuide } from './source-picture.ts';
import { loadWordVectors } from './word-vectors.ts';

/** Where in 0..1 of a picture each part of the work ends, by the time measured at 256 px and 24 steps. */
const encodedAt = 0.5;
const sampledAt = 0.93;
const otherDrawingsAbove = 0.5;

interface Understanding {
  readonly scene: Scene;
  /** What is taken of a palette; null without one. */
  readonly choice: PaletteChoice | null;
  readonly things: readonly {
    readonly colour: ColourName | null;
    readonly relation: RelationName | null;
    readonly retrieved: readonly RetrievedExemplar[];
    /** What would be drawn without the style; empty where none is asked for. */
    readonly kin: readonly RetrievedExemplar[];
  }[];
}

export async function loadExemplarPipeline({
  folder: given,
  palette: extended = null,
  runtime,
  onPlan,
}: Parameters<LoadPipeline>[0] & {
  /** Told what each picture is about to be made of, so that it can be held against it. */
  readonly onPlan?: (plan: CompositionPlan) => void;
}): Promise<Pipeline> {
  const folder = extended?.base ?? given;
  const settings = await readSamplerSettings(folder);
  const { collection, palette } =
    extended === null
      ? { collection: await openExemplarCollection(folder), palette: null }
      : await openPaletteCollection({ folder: given, set: extended.id, base: extended.base });
  const vectors = await loadWordVectors(folder);
  const sessions = new Map<string, Promise<Session>>();
  const openGraph = (path: string): Promise<Session> => {
    const session = sessions.get(path) ?? runtime.open(join(folder, path));
    sessions.set(path, session);
    // A failure is not kept: once the file is mended, the next picture opens it.
    session.catch(() => sessions.delete(path));
    return session;
  };
  const banks = createBankMaker({
    collection,
    settings,
    palette,
    openEncoder: () => openGraph('vae_encoder/model.onnx'),
  });
  const understandings = createRecentCache<Understanding>(16);

  /** f32[3, height, width] by the SVG that was drawn: a plain sheet serves every picture of its size. */
  const scenes = createRecentCache<Float32Array>(8);

  /** @returns f32[3, height, width] in -1..1, owned by the caller */
  async function decode(data: Float32Array, dims: readonly number[]): Promise<Float32Array> {
    const decoder = await openGraph('vae_decoder/model.onnx');
    const { sample } = await decoder.run({ latent_sample: { type: 'float32', dims: [1, ...dims], data } });
    return sample?.data as Float32Array;
  }

  /** What the prompt asks for, with the drawings for each of its things; notes what was not understood. */
  function understand({ recipe, seed, report }: PictureRequest): Understanding {
    const sources = { vectors, exemplars: withoutSets(collection, recipe.excludedSets) };
    const reading = readPrompt(recipe.styledPrompt);
    const asked = reading.subjects.flatMap(({ words }) => words.map(({ word }) => word));
    const unwanted = readPrompt(recipe.styledNegativePrompt).subjects.flatMap(({ words }) =>
      words.map(({ word }) => word),
    );
    const inUse = palette === null || recipe.excludedSets.includes(palette.set) ? null : palette;
    const unknown = unknownWords([...asked, ...unwanted], {
      vectors,
      exemplars: [...sources.exemplars, ...(inUse?.sheets ?? [])],
    });
    if (unknown.length > 0) {
      const words = unknown.join(', ');
      const message = `This model does not know: ${words}. The picture is drawn without them.`;
      report.note({ code: 'WORDS_NOT_UNDERSTOOD', message, values: { words } });
    }
    const lostStyle = lostStyleNote(collection, { style: reading.style, excluded: recipe.excludedSets });
    if (lostStyle !== null) report.note(lostStyle);
    // A prompt that names nothing drawable gets a surprise, another one for every seed.
    const isUnderstood = asked.some((word) => !unknown.includes(word));
    const key = JSON.stringify([
      reading,
      unwanted,
      recipe.excludedSets,
      inUse && recipe.styledPrompt,
      isUnderstood ? null : seed,
    ]);
    const known = understandings.get(key);
    if (known !== undefined) return known;
    const surprise: Subject = { words: [], colour: reading.subjects[0]?.colour ?? null, count: 1, relation: null };
    const settled = isUnderstood ? settleAttachments(reading.subjects, sources) : [surprise];
    const choice =
      inUse === null
        ? null
        : choosePalette({ ...sources, palette: inUse, reading, subjects: settled, prompt: recipe.styledPrompt });
    const things = thingsOf(choice?.subjects ?? settled).map(({ subject, relation }) => {
      const found = (style: string | null) =>
        retrieve({
          ...sources,
          ...choice?.drawingsFor(subject),
          subject,
          unwanted,
          style,
          settings: settings.retrieval,
          stands: groundLine(reading) !== null,
          random: createRandomStream({ seed, purpose: 'surprise' }),
        });
      const kin = reading.style === null ? [] : found(null);
      return { colour: subject.colour, relation, retrieved: found(reading.style), kin };
    });
    const scene: Scene = { ...reading, showsWhite: things.some(({ colour }) => colour === 'white') };
    const understanding = { scene, things, choice };
    understandings.set(key, understanding);
    return understanding;
  }

  function drawingsOfSheets(sheets: readonly Exemplar[]): Promise<Drawing[]> {
    return Promise.all(sheets.map(async (sheet) => decodeDrawing(await collection.read(sheet), { colour: null })));
  }

  async function guideOf(source: PictureSource): Promise<SourceGuide> {
    const latents = await banks.encode(toPlanes(source.image.data), source.image);
    return { latents, strength: source.strength, mask: latentMask(source, settings.latentFactor) };
  }

  /** Strength 0 and a mask that paints nothing give the picture back as it came. */
  async function untouched(source: PictureSource): Promise<Picture> {
    const { latents: data } = await guideOf(source);
    const { width, height } = source.image;
    const { latentFactor, latentChannels } = settings;
    return {
      image: source.image,
      latents: { data, dims: [latentChannels, height / latentFactor, width / latentFactor] },
    };
  }

  return {
    async draw(request) {
      const { recipe, seed, variations, report, checkpoint } = request;
      const { width, height } = recipe;
      const invention = recipe.invention ?? settings.defaultInvention;
      const understanding = understand(request);
      const { choice } = understanding;
      if (choice !== null && choice.note !== null) report.note(choice.note);
      report.step('encoding', 0);
      const things = await Promise.all(
        understanding.things.map(async ({ retrieved, kin, colour, relation }, thing) => ({
          relation,
          group: await banks.group({
            retrieved,
            kin,
            colour,
            invention,
            turn: ideaSeed(seed, variations) + thing + retrieved.reduce((sum, { exemplar }) => sum + exemplar.id, 0),
            random: createRandomStream({ seed: ideaSeed(seed, variations), purpose: `group ${thing}` }),
            variety: createVariety({
              chance: createVariedChance({ seed, variations, purpose: `variety ${thing}` }),
              amount: invention,
              keepsHue: colour !== null,
            }),
          }),
        })),
      );
      const source = request.source;
      const within = source === null ? null : maskBox(source);
      if (source !== null && (source.strength === 0 || within === null)) return await untouched(source);
      const inpaints = source !== null && source.mask !== null;
      const sheets = await drawingsOfSheets(choice?.sheets ?? []);
      const grounds = await drawingsOfSheets(choice?.grounds ?? []);
      const planned =
        sheets.length > 0
          ? planSheets(sheets, { width, height, seed, invention })
          : planComposition({
              scene: understanding.scene,
              things,
              within: inpaints ? within : null,
              width,
              height,
              seed,
            });
      const plan = choice === null ? planned : { ...planned, scene: choice.hand.tintScene(planned.scene) };
      const ground = grounds.length > 0 ? await groundPlanes(grounds, { width, height, seed }) : null;
      const sheet = inpaints ? toPlanes(source.image.data) : ground;
      onPlan?.(plan);
      const { bank, scene, hidden, nearDrawings, sceneLatents } = await banks.make(plan, {
        sheet,
        async onEncoded(fraction) {
          report.step('encoding', fraction * encodedAt);
          await checkpoint();
        },
      });

      const dims = [bank.channels, bank.height, bank.width] as const;
      const count = bank.channels * bank.height * bank.width;
      const latents = await sampleLatents({
        bank,
        settings,
        stages: stagesFor(settings, invention),
        source: source === null ? null : await guideOf(source),
        noise: initialNoise({ seed, variations, count }).values,
        steps: recipe.steps,
        openGraph: (window) => openGraph(`sampler/window-${window}.onnx`),
        async onStep({ done, denoised }) {
          report.step('sampling', encodedAt + (done / recipe.steps) * (sampledAt - encodedAt));
          report.preview(() => previewFromLatents(denoised, { ...bank, preview: settings.preview }));
          await checkpoint();
        },
      });

      const decodedScene = (sheet === null ? scenes.get(plan.scene) : undefined) ?? (await decode(sceneLatents, dims));
      if (sheet === null) scenes.set(plan.scene, decodedScene);
      report.step('decoding', sampledAt + (1 - sampledAt) / 2);
      await checkpoint();
      const planes = await decode(latents, dims);
      report.step('decoding', 1);
      await checkpoint();
      const near = source === null ? nearDrawings : null;
      restoreBackground(planes, { scene, decodedScene, hidden, nearDrawings: near });
      const drawn = toRgb(planes, { width, height });
      const image = source === null ? drawn : keepOutside(drawn, source);
      const whole =
        choice === null
          ? []
          : [...choice.sheets, ...choice.grounds].map((exemplar) => ({ members: [{ exemplar }], lenders: [] }));
      const groups = [...things.map(({ group }) => group), ...whole];
      return { image, latents: { data: latents, dims }, drawnFrom: drawnFrom(groups, collection.sets) };
    },
    async close() {
      banks.clear();
      understandings.clear();
      scenes.clear();
      const opened = await Promise.allSettled(sessions.values());
      sessions.clear();
      for (const session of opened) if (session.status === 'fulfilled') await session.value.close();
      await collection.close();
    },
  };
}

/** Each of "two apples and a pear" on its own, as many as can be drawn. */
function thingsOf(subjects: readonly Subject[]): { subject: Subject; relation: RelationName | null }[] {
  return subjects
    .flatMap((subject) =>
      Array.from({ length: subject.count }, (_, i) => {
        const relation: RelationName | null = i === 0 ? subject.relation : 'beside';
        return { subject, relation };
      }),
    )
    .slice(0, maxThings);
}

/** A strong variation may choose other drawings of the same thing; a subtle one stays with those of its parent. */
function ideaSeed(seed: number, variations: readonly Variation[]): number {
  return variations.findLast(({ strength }) => strength >= otherDrawingsAbove)?.seed ?? seed;
}
