// Takes a picture as the one to start from: a file, what was pasted, or a picture of the library.

import { useTranslation } from 'react-i18next';
import { type Source, sourceMaxBytes } from '../../shared/contract/sources.ts';
import type { Image } from '../../shared/domain/image.ts';
import type { Model } from '../../shared/domain/model.ts';
import type { ResolvedRecipe } from '../../shared/domain/recipe.ts';
import { TesseraError } from '../../shared/errors.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { handInPicture } from '../bridge/hand-in.ts';
import { type CanvasTask, useCanvas } from '../state/canvas.ts';
import { type CreateValues, formOf, noExtend, useCreateForm } from '../state/create-form.ts';
import { goTo } from '../state/screen.ts';
import { useToasts } from '../state/toasts.ts';
import { useViewer } from '../state/viewer.ts';
import { useFailureToast } from './job-actions.ts';
import { drawnSize } from './picture-size.ts';
import { chosenModel, useModels } from './queries.ts';

export interface StartPictures {
  /** Puts a picture of this machine into the form. */
  fromFile(file: Blob): Promise<void>;
  /** Fills the form with a picture of the library and its words, where they are known, and opens the canvas upon it. */
  fromPicture(
    picture: { readonly image: Image; readonly recipe: ResolvedRecipe | null },
    task: CanvasTask,
  ): Promise<void>;
}

export function useStartPictures(): StartPictures {
  const bridge = useBridge();
  const fail = useFailureToast();
  const { t } = useTranslation();
  const { data: models } = useModels();
  const show = useToasts((toasts) => toasts.show);

  function start(source: Source, model: Model | null): Partial<CreateValues> {
    const size = model === null ? null : drawnSize(source, model.manifest.capabilities);
    return {
      start: { image: source.id, mask: null, extend: noExtend },
      ...(size === null ? {} : { width: String(size.width), height: String(size.height) }),
    };
  }

  return {
    async fromFile(file) {
      try {
        if (file.size > sourceMaxBytes) {
          throw new TesseraError('REQUEST_TOO_LARGE', 'The picture is larger than 20 MB.');
        }
        const source = await handInPicture(file, AbortSignal.timeout(60_000));
        useCreateForm.getState().change(start(source, chosenModel(models, useCreateForm.getState().values.model)));
        show({ tone: 'neutral', text: t('start.taken') });
      } catch (error) {
        fail(error);
      }
    },
    async fromPicture({ image, recipe }, task) {
      try {
        const source = await bridge.call('sources.fromImage', { image: image.id });
        const words = recipe === null ? {} : wordsOf(formOf(recipe));
        const able = models?.models.filter(
          ({ manifest, problem }) => problem === null && manifest.capabilities.inpainting,
        );
        const model = able?.find(({ id }) => id === recipe?.model) ?? able?.[0] ?? null;
        useCreateForm.getState().change({
          ...words,
          ...(model === null ? {} : { model: model.id }),
          ...start(source, model ?? chosenModel(models, recipe?.model ?? null)),
        });
        useViewer.getState().close();
        goTo('create');
        useCanvas.getState().open(task);
      } catch (error) {
        fail(error);
      }
    },
  };
}

function wordsOf({ prompt, negativePrompt, style, moreStyles }: CreateValues): Partial<CreateValues> {
  return { prompt, negativePrompt, style, moreStyles };
}
