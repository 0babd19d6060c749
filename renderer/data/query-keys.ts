// The names under which answers are cached; events patch the caches by these.

import type { ExportId } from '../../shared/domain/export.ts';
import type { ImportId } from '../../shared/domain/import.ts';
import type { ImageId, JobId, ModelId, PaletteTicket, ProjectId } from '../../shared/domain/ids.ts';
import type { LibraryPart } from '../../shared/domain/selection.ts';

/** What a list of the library is a list of. */
interface Asked {
  readonly search: string;
  readonly part: LibraryPart;
}

export const queryKeys = {
  backups: ['backups'] as const,
  allJobs: ['jobs'] as const,
  /** The feed: pages of jobs, newest first. */
  feed: ['jobs', 'feed'] as const,
  /** Every job that waits or runs. */
  activeJobs: ['jobs', 'active'] as const,
  failedJobs: ['jobs', 'failed'] as const,
  /** The order of what waits, and whether the queue rests. */
  queue: ['queue'] as const,
  jobLog: (id: JobId) => ['jobLog', id] as const,
  collections: ['collections'] as const,
  everythingOfTheLibrary: ['library'] as const,
  allOutlines: ['library', 'outline'] as const,
  libraryOutline: (asked: Asked) => ['library', 'outline', asked.part, asked.search] as const,
  allPages: ['library', 'page'] as const,
  libraryPage: (asked: Asked, cursor: string | null, length: number) =>
    ['library', 'page', asked.part, asked.search, cursor, length] as const,
  duplicates: ['library', 'duplicates'] as const,
  trashSize: ['library', 'trashSize'] as const,
  storage: ['library', 'storage'] as const,
  knownTags: (beginning: string) => ['library', 'tags', beginning] as const,
  allFacets: ['library', 'facets'] as const,
  facets: (search: string) => ['library', 'facets', search] as const,
  libraryItem: (id: ImageId) => ['library', 'item', id] as const,
  importOf: (id: ImportId | null) => ['imports', id] as const,
  exportOf: (id: ExportId | null) => ['exports', id] as const,
  preview: (id: ImageId) => ['preview', id] as const,
  models: ['models'] as const,
  lineage: ['lineage'] as const,
  family: (id: ImageId) => ['lineage', 'family', id] as const,
  receipt: (id: ImageId) => ['receipt', id] as const,
  verifying: (id: ImageId) => ['verifying', id] as const,
  loras: ['loras'] as const,
  upscalers: ['upscalers'] as const,
  palettes: ['palettes'] as const,
  paletteProgress: (ticket: PaletteTicket) => ['paletteProgress', ticket] as const,
  styles: ['styles'] as const,
  promptTokens: (prompt: string, model: string | null) => ['prompt', 'tokens', model, prompt] as const,
  promptPreview: (prompt: string, negativePrompt: string) => ['prompt', 'preview', prompt, negativePrompt] as const,
  allPromptHistory: ['prompt', 'history'] as const,
  promptHistory: (search: string) => ['prompt', 'history', search] as const,
  wildcards: ['prompt', 'wildcards'] as const,
  allPreflights: ['preflight'] as const,
  preflight: (recipe: string) => ['preflight', recipe] as const,
  settings: ['settings'] as const,
  /** By what was chosen, which the answer depends on. */
  modelProvider: (model: ModelId) => ['providers', 'of', model] as const,
  providers: (setting: string) => ['providers', setting] as const,
  health: ['health'] as const,
  about: ['about'] as const,
  downloads: ['downloads'] as const,
  networkRequests: ['network', 'requests'] as const,
  localApi: ['localApi'] as const,
  credits: ['credits'] as const,
  /** The list of projects and every board. */
  storyboards: ['storyboards'] as const,
  projects: ['storyboards', 'projects'] as const,
  board: (id: ProjectId) => ['storyboards', 'board', id] as const,
  /** Everything of sync: its settings and the outbox. */
  sync: ['sync'] as const,
  syncStatus: ['sync', 'status'] as const,
  outbox: (filter: string) => ['sync', 'outbox', filter] as const,
};
