// The fake studio's catalogue: one model that is here, one that is not, and downloads that go as far as a test says.

import type { CallOutput, TesseraEvent } from '../../shared/contract/index.ts';
import { Download } from '../../shared/domain/download.ts';
import { ModelId } from '../../shared/domain/ids.ts';

export interface FakeDownloads {
  /** Every download is here from now on, or failed where it stands. */
  end(how: 'installed' | 'failed'): void;
  answer(name: string, input: { readonly id: string }): unknown;
}

export function isDownloadCall(name: string): boolean {
  return name.startsWith('downloads.');
}

type Entry = CallOutput<'downloads.list'>['catalogue'][number];

function entry(id: string, name: string, changes: Partial<Entry>): Entry {
  return {
    id: ModelId.parse(id),
    name,
    family: 'stable-diffusion-xl',
    licence: 'CreativeML Open RAIL++-M',
    sizeBytes: 6_500_000_000,
    tried: false,
    repository: `somebody/${id}`,
    revision: 'main',
    hosts: ['https://models.example'],
    skip: [],
    isInstalled: false,
    ...changes,
  };
}

export function createFakeDownloads(send: (event: TesseraEvent) => void): FakeDownloads {
  let catalogue = [
    entry('sdxl-lightning', 'SDXL Lightning, 4 steps', {}),
    entry('here-already', 'Stable Diffusion 1.4', { isInstalled: true, sizeBytes: null, family: 'stable-diffusion' }),
  ];
  let downloads: readonly Download[] = [];

  function put(next: readonly Download[]): void {
    downloads = next;
    send({ name: 'downloads.changed', data: { downloads: [...next] }, sequence: Number.MAX_SAFE_INTEGER });
  }

  function set(id: string, state: Download['state']): Download {
    const sizes = { receivedBytes: 2_600_000_000, sizeBytes: 6_512_345_678 };
    const error = { code: 'DOWNLOAD_FAILED', message: 'unet/model.onnx could not be fetched.', retryable: true };
    const download = Download.parse({ id, state, ...sizes, error: state === 'failed' ? error : null });
    put([...downloads.filter((other) => other.id !== id), download]);
    return download;
  }

  return {
    end(how) {
      const ids = downloads.map(({ id }) => id);
      if (how === 'failed') return ids.forEach((id) => set(id, 'failed'));
      catalogue = catalogue.map((one) => (ids.includes(one.id) ? { ...one, isInstalled: true } : one));
      put([]);
    },
    answer(name, { id }) {
      switch (name) {
        case 'downloads.list':
          return { catalogue, downloads };
        case 'downloads.start':
          return set(id, 'running');
        case 'downloads.pause':
          return set(id, 'paused');
        default:
          put(downloads.filter((other) => other.id !== id));
          return { id };
      }
    },
  };
}
