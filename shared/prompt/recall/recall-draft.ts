// Collects what a parser finds: the first good value of a field stays, what fits no field is kept beside.

import {
  type Confidence,
  type Recalled,
  type RecalledFieldName,
  type RecalledFields,
  recalledFieldShapes,
  type RecalledTool,
  recalledTextMax,
  type RecallWarning,
} from '../../domain/recalled.ts';
import { seedMax } from '../../domain/recipe.ts';
import { samplingsInWords } from './sampling-words.ts';
import type { JsonRecord } from './untrusted-json.ts';

type TextField = 'prompt' | 'negativePrompt' | 'sampler' | 'schedule' | 'vae' | 'seed';
type NumberField = 'steps' | 'guidanceScale' | 'distilledGuidanceScale' | 'denoisingStrength' | 'clipSkip';

/** How much is kept of what is not read. */
const othersMax = 300;
const otherValueMax = 10_000;
const keyMax = 200;

export type FieldValue<Name extends RecalledFieldName> = NonNullable<RecalledFields[Name]>['value'];

/** Reads one record of a tool key by key, and keeps what nobody took. */
export interface KeyReader {
  /** The value of the first key that is there; all of them count as taken. */
  take(...keys: string[]): unknown;
  text(field: TextField, ...keys: string[]): void;
  number(field: NumberField, ...keys: string[]): void;
  keepRest(prefix?: string): void;
}

export interface RecallDraft {
  readonly tool: RecalledTool;
  /** Nothing happens when the value does not fit or the field has one. */
  put<Name extends RecalledFieldName>(
    name: Name,
    value: FieldValue<Name>,
    how: { readonly from: string; readonly confidence?: Confidence },
  ): void;
  has(name: RecalledFieldName): boolean;
  reading(record: JsonRecord | ReadonlyMap<string, unknown>, confidence?: Confidence): KeyReader;
  /** Finds what the sampler and schedule in the draft mean here. */
  nameSamplings(): void;
  version(words: unknown): void;
  warn(warning: RecallWarning): void;
  other(key: string, value: unknown): void;
  finish(): Omit<Recalled, 'raw'>;
}

export function createDraft(tool: RecalledTool): RecallDraft {
  const fields: Record<string, unknown> = {};
  const others: { key: string; value: string }[] = [];
  const warnings = new Set<RecallWarning>();
  let version: string | null = null;

  const draft: RecallDraft = {
    tool,
    put(name, value, { from, confidence = 'certain' }) {
      if (Object.hasOwn(fields, name)) return;
      const parsed = recalledFieldShapes[name].safeParse(value);
      if (parsed.success) fields[name] = { value: parsed.data, confidence, from: from.slice(0, keyMax) };
    },
    has: (name) => Object.hasOwn(fields, name),
    reading(record, confidence = 'certain') {
      const entries = record instanceof Map ? new Map<string, unknown>(record) : new Map(Object.entries(record));
      const left = new Set(entries.keys());
      const find = (keys: readonly string[]) => {
        const present = keys.filter((key) => isPresent(entries.get(key)));
        for (const key of keys) left.delete(key);
        return present[0];
      };
      return {
        take(...keys) {
          const key = find(keys);
          return key === undefined ? undefined : entries.get(key);
        },
        text(field, ...keys) {
          const key = find(keys);
          const value = key === undefined ? null : wordsOf(entries.get(key));
          if (key !== undefined && value !== null) draft.put(field, value, { from: key, confidence });
          if (key !== undefined && !draft.has(field)) draft.other(key, entries.get(key));
        },
        number(field, ...keys) {
          const key = find(keys);
          const value = key === undefined ? null : amountOf(entries.get(key));
          if (key !== undefined && value !== null) draft.put(field, value, { from: key, confidence });
          if (key !== undefined && !draft.has(field)) draft.other(key, entries.get(key));
        },
        keepRest(prefix = '') {
          for (const key of left) draft.other(`${prefix}${key}`, entries.get(key));
          left.clear();
        },
      };
    },
    nameSamplings() {
      const sampler = fieldValue(fields['sampler']);
      if (sampler === null) return;
      const samplings = samplingsInWords({ sampler, schedule: fieldValue(fields['schedule']) });
      if (samplings.length === 0) warnings.add('samplerUnknown');
      else
        draft.put('samplings', samplings, { from: 'sampler', confidence: tool === 'tessera' ? 'certain' : 'likely' });
    },
    version(words) {
      if (typeof words === 'string' && words.trim() !== '') version = words.trim().slice(0, keyMax);
    },
    warn: (warning) => void warnings.add(warning),
    other(key, value) {
      if (others.length >= othersMax || !isPresent(value)) return;
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      others.push({ key: key.slice(0, keyMax), value: text.slice(0, otherValueMax) });
    },
    finish() {
      const seed = fieldValue(fields['seed']);
      if (seed !== null && Number(seed) > seedMax) warnings.add('seedTooLarge');
      // Every value went through the shape of its field above.
      return { tool, version, fields: fields as RecalledFields, others, warnings: [...warnings] };
    },
  };
  return draft;
}

function fieldValue(field: unknown): string | null {
  const { value } = (field ?? {}) as { readonly value?: unknown };
  return typeof value === 'string' ? value : null;
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
}

/** Numbers are words too where a tool writes a seed as one. */
export function wordsOf(value: unknown): string | null {
  if (typeof value === 'string') return value.trim().slice(0, recalledTextMax);
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : null;
}

export function amountOf(value: unknown): number | null {
  const number = typeof value === 'string' && /^\s*-?\d+(?:\.\d+)?\s*$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}
