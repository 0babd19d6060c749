// The family of a picture: its line back to the first one, everything that was made of that, and how.

import type { ImageId } from '../../shared/domain/ids.ts';
import type { JobTask } from '../../shared/domain/job.ts';
import { type Family, type FamilyMember, familyMax, type Making } from '../../shared/domain/lineage.ts';
import { recipeOfImage } from '../../shared/domain/recipe.ts';
import { imageNotFound } from '../library/image-files.ts';
import type { ImageTable } from '../store/image-table.ts';
import type { LineageTable } from '../store/lineage-table.ts';

export interface LineageService {
  /** @throws IMAGE_NOT_FOUND */
  tree(id: ImageId): Family;
}

export function createLineageService(options: {
  readonly table: LineageTable;
  readonly images: Pick<ImageTable, 'find' | 'findItem'>;
}): LineageService {
  const { table, images } = options;

  function member(id: ImageId): FamilyMember[] {
    const image = images.find(id);
    if (image === null) return [];
    const task = table.task(image.job);
    if (task === null) return [{ image, prompt: '', making: { kind: 'import' } }];
    return [{ image, prompt: recipeOfImage(task.recipe, image.index).prompt, making: makingOf(task) }];
  }

  return {
    tree(id) {
      if (images.findItem(id) === null) throw imageNotFound(id);
      const eldest = table.eldest(id);
      const { ids, total } = table.family(eldest, familyMax);
      const members = ids.flatMap(member);
      return { eldest, members, left: total - ids.length };
    },
  };
}

function makingOf(task: JobTask): Making {
  switch (task.kind) {
    case 'vary':
      return { kind: 'vary', strength: task.strength };
    case 'upscale':
      return { kind: 'upscale', factor: task.factor, upscaler: task.upscaler };
    case 'generate': {
      const { source } = task.recipe;
      if (source === null) return { kind: 'generate' };
      const of = source.extend !== undefined ? 'around' : source.mask !== undefined ? 'part' : 'whole';
      return { kind: 'redraw', strength: source.strength, of };
    }
    default:
      return task satisfies never;
  }
}
