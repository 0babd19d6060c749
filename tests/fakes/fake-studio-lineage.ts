// Families and receipts of the fake studio; what comes of verifying a picture is for the test to say.

import type { CallName, TesseraEvent } from '../../shared/contract/index.ts';
import type { ImageId } from '../../shared/domain/ids.ts';
import type { FamilyMember, Making } from '../../shared/domain/lineage.ts';
import type { Job } from '../../shared/domain/job.ts';
import type { Receipt, Verification } from '../../shared/domain/receipt.ts';
import type { FakeJobs } from './fake-studio-jobs.ts';

type LineageCall = Extract<CallName, `lineage.${string}`>;

export interface FakeLineage {
  /** What the next pictures that are verified come to; the same picture until it is said. */
  verdict: Omit<Verification, 'image'>;
}

const receipt: Receipt = {
  app: '0.1.0',
  platform: 'linux-x64',
  cpu: 'A processor with a long name @ 3.40GHz',
  engine: { provider: 'cpu', versions: { onnxruntime: '1.22.0' } },
  weightTypes: ['float16', 'float32'],
  noise: 'torch-cpu',
  files: ['sampler/window-0.onnx', 'vae_decoder/model.onnx', 'exemplars.bin'].map((file, place) => ({
    part: 'model' as const,
    owner: 'sticker-mini',
    file,
    sizeBytes: 1_000_000,
    sha256: String(place + 1).repeat(64),
  })),
};

export function isLineageCall(name: string): name is LineageCall {
  return name.startsWith('lineage.');
}

export function createFakeLineage({
  jobs,
  send,
}: {
  readonly jobs: FakeJobs;
  readonly send: (event: TesseraEvent) => void;
}) {
  const fake: FakeLineage = {
    verdict: { outcome: 'same', difference: { max: 0, share: 0 }, problem: null, changes: [] },
  };

  function eldestOf(id: ImageId): ImageId {
    const parent = jobs.findImage(id)?.image.parent ?? null;
    return parent === null || jobs.findImage(parent) === null ? id : eldestOf(parent);
  }

  function descendants(id: ImageId, members: readonly FamilyMember[]): FamilyMember[] {
    const children = members.filter(({ image }) => image.parent === id);
    return children.flatMap((child) => [child, ...descendants(child.image.id, members)]);
  }

  function family(id: ImageId) {
    const all = jobs
      .newestFirst()
      .toReversed()
      .flatMap((job) =>
        job.images
          .filter(({ state }) => state !== 'planned')
          .map((image) => ({ image, prompt: job.task.recipe.prompt, making: makingOf(job) })),
      );
    const eldest = eldestOf(id);
    const first = all.filter(({ image }) => image.id === eldest);
    return { eldest, members: [...first, ...descendants(eldest, all)], left: 0 };
  }

  return {
    fake,
    answer(name: LineageCall, id: ImageId): unknown {
      switch (name) {
        case 'lineage.tree':
          return family(id);
        case 'lineage.receipt':
          return { receipt };
        case 'lineage.verify':
          send({ name: 'lineage.verifying', data: { id, progress: 0.5 }, sequence: Number.MAX_SAFE_INTEGER });
          return { image: id, ...fake.verdict };
        case 'lineage.rerun': {
          const recipe = jobs.findImage(id)?.recipe;
          return jobs.submit({ kind: 'generate', recipe: { prompt: recipe?.prompt ?? '', count: 1 } });
        }
        case 'lineage.stopVerifying':
          return { id };
        default:
          return name satisfies never;
      }
    },
  };
}

function makingOf({ task }: Job): Making {
  if (task.kind === 'vary') return { kind: 'vary', strength: task.strength };
  if (task.kind === 'upscale') return { kind: 'upscale', factor: task.factor, upscaler: task.upscaler };
  return { kind: 'generate' };
}
