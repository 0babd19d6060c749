// The contract: every call and every event of the product, as one value. All doors and clients are made from it.

import type { z } from 'zod';
import { backupCalls, backupEvents } from './backups.ts';
import { collectionCalls, collectionEvents } from './collections.ts';
import { creditCalls } from './credits.ts';
import { exportCalls, exportEvents } from './export.ts';
import { downloadCalls, downloadEvents } from './downloads.ts';
import { draftCalls } from './drafts.ts';
import { generationCalls, generationEvents } from './generation.ts';
import { importCalls, importEvents } from './import.ts';
import { libraryCalls, libraryEvents } from './library.ts';
import { lineageCalls, lineageEvents } from './lineage.ts';
import { loraCalls, loraEvents } from './loras.ts';
import { modelCalls, modelEvents } from './models.ts';
import { networkCalls, networkEvents } from './network.ts';
import { paletteCalls, paletteEvents } from './palettes.ts';
import { providerCalls } from './providers.ts';
import { recallCalls } from './recall.ts';
import { promptCalls } from './prompts.ts';
import { queueCalls, queueEvents } from './queue.ts';
import { similarCalls } from './similar.ts';
import { sourceCalls } from './sources.ts';
import { storyboardCalls, storyboardEvents } from './storyboard.ts';
import { styleCalls, styleEvents } from './styles.ts';
import { syncCalls, syncEvents } from './sync.ts';
import { upscalerCalls, upscalerEvents } from './upscalers.ts';
import { systemCalls, systemEvents } from './system.ts';

export const calls = {
  ...backupCalls,
  ...collectionCalls,
  ...creditCalls,
  ...draftCalls,
  ...exportCalls,
  ...importCalls,
  ...downloadCalls,
  ...generationCalls,
  ...libraryCalls,
  ...lineageCalls,
  ...loraCalls,
  ...modelCalls,
  ...networkCalls,
  ...paletteCalls,
  ...providerCalls,
  ...recallCalls,
  ...promptCalls,
  ...queueCalls,
  ...similarCalls,
  ...sourceCalls,
  ...storyboardCalls,
  ...styleCalls,
  ...syncCalls,
  ...systemCalls,
  ...upscalerCalls,
} as const;
export const events = {
  ...backupEvents,
  ...exportEvents,
  ...importEvents,
  ...collectionEvents,
  ...downloadEvents,
  ...generationEvents,
  ...libraryEvents,
  ...lineageEvents,
  ...loraEvents,
  ...modelEvents,
  ...networkEvents,
  ...paletteEvents,
  ...queueEvents,
  ...storyboardEvents,
  ...styleEvents,
  ...syncEvents,
  ...systemEvents,
  ...upscalerEvents,
} as const;

export type CallName = keyof typeof calls;
/** What a caller writes: defaults may be left out. */
export type CallInput<Name extends CallName> = z.input<(typeof calls)[Name]['input']>;
/** What a handler receives: parsed, defaults filled in. */
export type CallParsed<Name extends CallName> = z.output<(typeof calls)[Name]['input']>;
export type CallOutput<Name extends CallName> = z.output<(typeof calls)[Name]['output']>;

export type EventName = keyof typeof events;
export type EventData<Name extends EventName> = z.output<(typeof events)[Name]>;
/** An event on its way; `sequence` grows by one per event and lets a stream resume. */
export type TesseraEvent = {
  [Name in EventName]: { readonly name: Name; readonly data: EventData<Name>; readonly sequence: number };
}[EventName];

/** What a typed client looks like to a screen or a script; it throws TesseraError for an error envelope. */
export interface ContractClient {
  call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>>;
  /** Announces events until the returned function is called. */
  subscribe(listener: (event: TesseraEvent) => void): () => void;
}

export function isCallName(name: unknown): name is CallName {
  return typeof name === 'string' && Object.hasOwn(calls, name);
}
