// Every call of the contract over real HTTP: reachable, answered in its own schema, refused without the scope it needs.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CallName, calls } from '../../shared/contract/index.ts';
import type { Job } from '../../shared/domain/job.ts';
import { errorCatalogue, type ErrorCode } from '../../shared/errors.ts';
import { type LoopbackStudio, openLoopbackStudio } from './loopback-studio.ts';

let studio: LoopbackStudio;
let job: Job;
let project: string;
let shot: string;
let readOnly: string;

beforeAll(async () => {
  studio = await openLoopbackStudio();
  job = await studio.drawn({ seed: 7, count: 2 });
  readOnly = await studio.mint(['read']);
  project = (await studio.call('storyboards.create', { name: 'A film', look: { model: 'mock' as never } })).id;
  shot = (await studio.call('shots.create', { project: project as never, prompt: 'a fox', draw: false })).id;
});

afterAll(() => studio.close());

interface Sample {
  readonly input: () => unknown;
  /** The code of the refusal this sample must meet; null when it must succeed. */
  readonly refusal: ErrorCode | null;
}

const works = (input: () => unknown): Sample => ({ input, refusal: null });
const refused = (refusal: ErrorCode, input: () => unknown): Sample => ({ input, refusal });

/** One sample per call; a call that joins the contract without one does not compile. In the order they run. */
const samples: Readonly<Record<CallName, Sample>> = {
  'generation.submit': works(() => ({
    request: { kind: 'generate', recipe: { prompt: 'a red apple', model: 'mock', steps: 1, width: 64, height: 64 } },
  })),
  'generation.preflight': works(() => ({ recipe: { model: 'mock', width: 128, height: 64 } })),
  'providers.get': works(() => ({ model: 'mock' })),
  'providers.probe': works(() => ({ model: 'mock' })),
  'generation.get': works(() => ({ id: job.id })),
  'generation.list': works(() => ({ limit: 10 })),
  // Of a finished job: nothing is left to stop, and asking does no harm.
  'generation.cancel': works(() => ({ id: job.id })),
  'generation.retry': refused('JOB_MOVE_FORBIDDEN', () => ({ id: job.id })),
  'generation.stopRetrying': refused('JOB_MOVE_FORBIDDEN', () => ({ id: job.id })),
  'generation.logs': works(() => ({ id: job.id })),
  'downloads.list': works(() => ({})),
  'downloads.start': refused('MODEL_NOT_FOUND', () => ({ id: 'nobody' })),
  'downloads.pause': refused('DOWNLOAD_NOT_FOUND', () => ({ id: 'nobody' })),
  'downloads.cancel': refused('DOWNLOAD_NOT_FOUND', () => ({ id: 'nobody' })),
  'network.requests': works(() => ({ limit: 10 })),
  'queue.get': works(() => ({})),
  'queue.setPaused': works(() => ({ paused: false })),
  // A job that has ended has no place in the line, and nothing to rest from.
  'queue.move': refused('JOB_MOVE_FORBIDDEN', () => ({ id: job.id, before: null })),
  'queue.pauseJob': refused('JOB_MOVE_FORBIDDEN', () => ({ id: job.id })),
  'queue.resumeJob': refused('JOB_MOVE_FORBIDDEN', () => ({ id: job.id })),
  'library.list': works(() => ({ search: 'apple' })),
  'library.outline': works(() => ({ search: 'apple' })),
  'library.facets': works(() => ({ search: 'apple model:mock' })),
  'library.setTags': works(() => ({ id: job.images[0]?.id, tags: ['Fruit'] })),
  'library.setFavourite': works(() => ({ id: job.images[0]?.id, favourite: true })),
  'library.get': works(() => ({ id: job.images[0]?.id })),
  'library.mark': works(() => ({ selection: { kind: 'search', search: 'apple' }, addTags: ['Fruit'] })),
  'library.similar': works(() => ({ image: job.images[0]?.id })),
  'library.duplicates': works(() => ({})),
  'imports.start': refused('FORBIDDEN', () => ({ folder: { kind: 'path', path: '/tmp' } })),
  'imports.list': works(() => ({})),
  'imports.cancel': refused('FILE_NOT_FOUND', () => ({ id: 'none' })),
  'exports.start': works(() => ({ selection: { kind: 'pictures', ids: [job.images[0]?.id] } })),
  'exports.list': works(() => ({})),
  'exports.cancel': refused('FILE_NOT_FOUND', () => ({ id: 'none' })),
  'exports.reveal': refused('FORBIDDEN', () => ({ id: 'none' })),
  'desktop.chooseFolder': refused('FORBIDDEN', () => ({})),
  'library.tags': works(() => ({ beginning: 'fr' })),
  'library.trash': works(() => ({ selection: { kind: 'pictures', ids: [job.images[1]?.id] } })),
  'library.trashSize': works(() => ({})),
  'library.restore': works(() => ({ selection: { kind: 'search', search: '' } })),
  // The trash is empty now: nothing goes.
  'library.purge': works(() => ({ selection: { kind: 'search', search: '' } })),
  'library.storage': works(() => ({})),
  'library.clearCache': works(() => ({})),
  'collections.list': works(() => ({})),
  'collections.create': works(() => ({ name: 'Fruit' })),
  'collections.rename': refused('COLLECTION_NOT_FOUND', () => ({ id: 'nobody', name: 'Somebody' })),
  'collections.delete': refused('COLLECTION_NOT_FOUND', () => ({ id: 'nobody' })),
  'collections.restore': refused('COLLECTION_NOT_FOUND', () => ({ id: 'nobody' })),
  'collections.add': refused('COLLECTION_NOT_FOUND', () => ({
    id: 'nobody',
    selection: { kind: 'search', search: '' },
  })),
  'collections.remove': refused('COLLECTION_NOT_FOUND', () => ({
    id: 'nobody',
    selection: { kind: 'search', search: '' },
  })),
  'lineage.tree': works(() => ({ id: job.images[0]?.id })),
  'lineage.receipt': works(() => ({ id: job.images[0]?.id })),
  'lineage.verify': works(() => ({ id: job.images[0]?.id })),
  // Nothing is verified now: asking does no harm.
  'lineage.stopVerifying': works(() => ({ id: job.images[0]?.id })),
  'lineage.rerun': works(() => ({ id: job.images[0]?.id })),
  'generation.delete': works(() => ({ id: job.id })),
  'generation.restore': works(() => ({ id: job.id })),
  'models.list': works(() => ({})),
  'models.add': refused('MODEL_NOT_A_MODEL', () => ({ folder: studio.home })),
  'models.remove': refused('MODEL_NOT_FOUND', () => ({ id: 'nobody' })),
  'models.verify': refused('MODEL_NOT_FOUND', () => ({ id: 'nobody' })),
  'palettes.list': works(() => ({})),
  'recall.read': works(() => ({ source: { kind: 'text', text: 'a cat\nSteps: 4, Seed: 2, Size: 64x64' } })),
  'palettes.create': refused('PALETTE_TOO_FEW_PICTURES', () => ({
    name: 'Nothing',
    pictures: ['a', 'b', 'c'].map((letter) => ({ source: letter.repeat(64), name: `${letter}.png` })),
  })),
  // Of nothing that is being made: asking does no harm.
  'palettes.cancel': works(() => ({ ticket: 'nothing' })),
  'palettes.update': refused('PALETTE_NOT_FOUND', () => ({ id: 'nobody', name: 'Somebody' })),
  'palettes.remove': refused('PALETTE_NOT_FOUND', () => ({ id: 'nobody' })),
  'palettes.restore': refused('PALETTE_NOT_FOUND', () => ({ id: 'nobody' })),
  'palettes.export': refused('PALETTE_NOT_FOUND', () => ({ id: 'nobody' })),
  'palettes.reveal': refused('FORBIDDEN', () => ({ file: 'a.tessera-palette' })),
  'prompt.preview': works(() => ({ prompt: 'a {red|green} apple' })),
  'drafts.write': works(() => ({ draft: { text: '{}', savedAt: 1 } })),
  'drafts.read': works(() => ({})),
  'prompt.history': works(() => ({ search: 'apple' })),
  'prompt.wildcards': works(() => ({})),
  'prompt.tokens': works(() => ({ prompt: 'a (red:1.2) apple', model: 'mock' })),
  'sources.fromImage': works(() => ({ image: job.images[0]?.id })),
  'storyboards.list': works(() => ({})),
  'storyboards.create': works(() => ({ name: 'A film', look: { model: 'mock' } })),
  'storyboards.get': works(() => ({ id: project })),
  'storyboards.update': works(() => ({ id: project, name: 'Another film' })),
  'storyboards.write': works(() => ({ prompt: 'a fox', task: 'shots' })),
  'shots.create': works(() => ({ project, prompt: 'a fox', draw: false })),
  'shots.get': works(() => ({ id: shot })),
  'shots.update': works(() => ({ id: shot, durationSeconds: 2 })),
  'shots.reroll': works(() => ({ id: shot })),
  'shots.delete': works(() => ({ id: shot })),
  'shots.restore': works(() => ({ id: shot })),
  'storyboards.export': refused('PROJECT_NOT_FOUND', () => ({ id: 'nobody', format: 'png' })),
  'storyboards.reveal': refused('FORBIDDEN', () => ({ file: 'a-film.png' })),
  'sequences.generate': works(() => ({ project, prompt: 'a fox', shotCount: 1, id: 'a-sequence' })),
  'sequences.get': works(() => ({ id: 'a-sequence' })),
  'sequences.cancel': works(() => ({ id: 'a-sequence' })),
  'storyboards.delete': works(() => ({ id: project })),
  'storyboards.restore': works(() => ({ id: project })),
  'credits.grant': works(() => ({ holder: 'ada', amount: 5 })),
  'credits.list': works(() => ({})),
  'credits.entries': works(() => ({ holder: 'ada' })),
  'localApi.status': works(() => ({})),
  'backups.list': works(() => ({})),
  'backups.create': works(() => ({})),
  'backups.acknowledge': works(() => ({})),
  'system.about': works(() => ({})),
  'system.stats': works(() => ({})),
  'loras.list': works(() => ({})),
  'loras.add': refused('FILE_NOT_FOUND', () => ({ path: `${studio.home}/gone.safetensors` })),
  'loras.remove': refused('LORA_NOT_FOUND', () => ({ id: 'nobody' })),
  'upscalers.list': works(() => ({})),
  'upscalers.add': refused('MODEL_MISSING_FILE', () => ({ path: studio.home })),
  'upscalers.remove': refused('UPSCALER_NOT_FOUND', () => ({ id: 'nobody' })),
  'styles.list': works(() => ({})),
  'styles.put': works(() => ({ name: 'Ink', prompt: '{prompt}, ink', negativePrompt: '' })),
  // The studio's own cannot be taken away, and none of one's own is in the trash.
  'styles.remove': refused('STYLE_NOT_FOUND', () => ({ id: 'flat' })),
  'styles.restore': refused('STYLE_NOT_FOUND', () => ({ id: 'flat' })),
  'styles.import': works(() => ({ csv: 'name,prompt\nChalk,chalk drawing' })),
  'styles.export': works(() => ({})),
  'system.health': works(() => ({})),
  'sync.get': works(() => ({})),
  'sync.configure': works(() => ({ environment: 'test' })),
  'sync.test': works(() => ({})),
  'sync.dryRun': works(() => ({})),
  'sync.pause': works(() => ({})),
  'sync.resume': works(() => ({})),
  'sync.outbox.list': works(() => ({ states: ['dead'] })),
  'sync.outbox.retry': refused('OUTBOX_ITEM_NOT_FOUND', () => ({ id: 'nobody' })),
  'system.doctor': works(() => ({})),
  'settings.get': works(() => ({})),
  'settings.set': works(() => ({ theme: 'dark' })),
  'tokens.create': works(() => ({ name: 'made over HTTP', expiresInSeconds: 60 })),
  'tokens.list': works(() => ({})),
  'tokens.revoke': refused('TOKEN_NOT_FOUND', () => ({ jti: 'nobody' })),
  'desktop.reveal': refused('FORBIDDEN', () => ({ image: job.images[0]?.id })),
  'desktop.drag': refused('FORBIDDEN', () => ({ image: job.images[0]?.id })),
  'models.chooseFolder': refused('FORBIDDEN', () => ({})),
  'desktop.copy': refused('FORBIDDEN', () => ({ image: job.images[0]?.id })),
};
const named = Object.entries(samples) as [CallName, Sample][];

describe('each call', () => {
  test('has a sample', () => {
    expect(Object.keys(samples).sort()).toEqual(Object.keys(calls).sort());
  });

  test.each(named.filter(([, { refusal }]) => refusal === null))(
    '%s answers in its own schema',
    async (name, { input }) => {
      const answer = await studio.ask({ method: 'POST', path: `/call/${name}`, body: input() });
      expect(answer.json()).toEqual({ ok: true, value: expect.anything() });
      expect(answer.status).toBe(200);
      expect(calls[name].output.safeParse((answer.json() as { value: unknown }).value).error).toBeUndefined();
    },
  );

  test.each(named.filter(([, { refusal }]) => refusal !== null))(
    '%s refuses with its code and the status of the catalogue',
    async (name, { input, refusal }) => {
      const answer = await studio.ask({ method: 'POST', path: `/call/${name}`, body: input() });
      expect(answer.json()).toMatchObject({
        ok: false,
        error: { code: refusal, message: expect.stringMatching(/\w.*\.$/) },
      });
      expect(answer.status).toBe(errorCatalogue[refusal as ErrorCode].http);
    },
  );

  test.each(named)('%s asks for a token', async (name, { input }) => {
    const answer = await studio.ask({ method: 'POST', path: `/call/${name}`, body: input(), token: null });
    expect([answer.status, answer.json()]).toEqual([
      401,
      { ok: false, error: expect.objectContaining({ code: 'UNAUTHENTICATED', details: { reason: 'missing' } }) },
    ]);
  });

  test.each(named.filter(([name]) => calls[name].access !== 'read'))(
    '%s asks for more than reading',
    async (name, { input }) => {
      const answer = await studio.ask({ method: 'POST', path: `/call/${name}`, body: input(), token: readOnly });
      expect([answer.status, answer.json()]).toEqual([
        403,
        { ok: false, error: expect.objectContaining({ code: 'FORBIDDEN' }) },
      ]);
    },
  );
});

describe('what is no call', () => {
  test('is named and not found', async () => {
    const answer = await studio.ask({ method: 'POST', path: '/call/generation.summit', body: {} });
    expect([answer.status, answer.json()]).toEqual([
      404,
      {
        ok: false,
        error: expect.objectContaining({ code: 'CALL_UNKNOWN', message: expect.stringContaining('generation.summit') }),
      },
    ]);
  });

  test.each(['__proto__', 'constructor', 'toString'])('like %s of every object, is not found', async (name) => {
    const answer = await studio.ask({ method: 'POST', path: `/call/${name}`, body: {} });
    expect(answer.status).toBe(404);
  });

  test('a GET of a call is not found', async () => {
    expect((await studio.ask({ path: '/call/models.list' })).status).toBe(404);
  });
});
