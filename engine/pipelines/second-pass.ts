// A pipeline that draws twice: small first, then over the enlarged picture, for details no small picture has room for.
//
// What A1111 calls "Hires. fix", with an upscaler between the passes: the small picture is decoded, enlarged and encoded again.

import { type DrawnFrom, maxDrawnFrom } from '../../shared/domain/exemplar-source.ts';
import type { ResolvedRecipe } from '../../shared/domain/recipe.ts';
import type { Picture, Pipeline, PipelineReport, RgbImage, StepJournal } from './pipeline.ts';

type Hires = NonNullable<ResolvedRecipe['hires']>;

/** Enlarging takes this share of both passes at most, and most often next to nothing. */
const enlargingShare = 0.05;

/** @param enlarge to exactly that size; its picture is the caller's */
export function withSecondPass(
  pipeline: Pipeline,
  enlarge: (image: RgbImage, size: { readonly width: number; readonly height: number }) => Promise<RgbImage>,
): Pipeline {
  return {
    async draw(request) {
      const { hires, ...recipe } = request.recipe;
      if (hires === null) return await pipeline.draw(request);
      const { width, height } = hires;
      const shares = sharesOf(request.recipe, hires);
      const journals = journalsOf(request.journal);
      const first = await pipeline.draw({
        ...request,
        ...journals.first,
        recipe: { ...recipe, hires: null },
        report: within(request.report, 0, shares.first),
      });
      request.report.step('upscaling', shares.first);
      const image = await enlarge(first.image, { width, height });
      await request.checkpoint();
      const second = await pipeline.draw({
        ...request,
        ...journals.second,
        recipe: { ...recipe, width, height, steps: hires.steps, hires: null },
        source: { image, strength: hires.denoise, mask: null, takesAllSteps: true },
        report: within(request.report, shares.first + enlargingShare, 1),
      });
      return { ...second, ...drawnFromBoth(first, second) };
    },
    close: () => pipeline.close(),
  };
}

/** A pass costs about as much as it has pixels and steps. */
function sharesOf({ width, height, steps }: ResolvedRecipe, hires: Hires): { readonly first: number } {
  const [first, second] = [width * height * steps, hires.width * hires.height * hires.steps];
  return { first: (first / (first + second)) * (1 - enlargingShare) };
}

function within(report: PipelineReport, from: number, to: number): PipelineReport {
  return { ...report, step: (stage, fraction) => report.step(stage, from + fraction * (to - from)) };
}

/** One journal holds the answers of both passes; those of the second are longer, because its latents are. */
function journalsOf(journal: StepJournal | undefined): Record<'first' | 'second', { readonly journal?: StepJournal }> {
  if (journal === undefined) return { first: {}, second: {} };
  const { known } = journal;
  const small = known[0]?.length ?? 0;
  const of = (answers: readonly Float32Array[]) => ({
    journal: { known: answers, add: (answer: Float32Array) => journal.add(answer) },
  });
  return {
    first: of(known.filter(({ length }) => length === small)),
    second: of(known.filter(({ length }) => length > small)),
  };
}

/** What lent to the small picture is in the large one too. */
function drawnFromBoth(first: Picture, second: Picture): { readonly drawnFrom?: DrawnFrom } {
  if (first.drawnFrom === undefined || second.drawnFrom === undefined) return {};
  const sets = new Map(first.drawnFrom.map((set) => [set.name, set]));
  for (const set of second.drawnFrom) {
    const before = sets.get(set.name)?.drawings ?? [];
    const others = before.filter(({ name }) => !set.drawings.some((drawing) => drawing.name === name));
    sets.set(set.name, { ...set, drawings: [...set.drawings, ...others].slice(0, maxDrawnFrom) });
  }
  return { drawnFrom: [...sets.values()].slice(0, maxDrawnFrom) };
}
