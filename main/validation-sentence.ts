// Says in a sentence what is wrong with an input: the field, its limits, and the nearest valid value.

import type { z } from 'zod';
import { TesseraError } from '../shared/errors.ts';

type Issue = z.core.$ZodIssue;

/** @returns VALIDATION_ERROR with one sentence per fault; details carry the first fault and the list */
export function validationError(error: z.ZodError, input: unknown): TesseraError {
  const faults = error.issues.map((issue) => describe(issue, valueAt(input, issue.path)));
  return new TesseraError('VALIDATION_ERROR', faults.map((fault) => fault.sentence).join(' '), {
    details: { ...faults[0], faults },
  });
}

interface Fault {
  readonly field: string;
  readonly sentence: string;
  readonly [limit: string]: unknown;
}

function describe(issue: Issue, value: unknown): Fault {
  const field = fieldName(issue.path);
  const fault = (text: string, limits: Record<string, unknown> = {}): Fault => ({
    field,
    sentence: `${field}: ${text}.`,
    ...limits,
  });
  switch (issue.code) {
    case 'too_small':
    case 'too_big': {
      const limit = issue.code === 'too_small' ? issue.minimum : issue.maximum;
      const bound = issue.code === 'too_small' ? { minimum: limit } : { maximum: limit };
      const word = issue.code === 'too_small' ? 'at least' : 'at most';
      if (issue.origin === 'string') {
        const length = typeof value === 'string' ? value.length : 0;
        return fault(`must have ${word} ${limit} characters; it has ${length}`, bound);
      }
      if (issue.origin === 'array') return fault(`must have ${word} ${limit} entries`, bound);
      return fault(`must be ${word} ${limit}; the nearest valid value is ${limit}`, { ...bound, nearest: [limit] });
    }
    case 'not_multiple_of': {
      const nearest = nearestMultiples(Number(value), Number(issue.divisor));
      return fault(`must be a multiple of ${issue.divisor}; the nearest valid values are ${nearest.join(' and ')}`, {
        multipleOf: issue.divisor,
        nearest,
      });
    }
    case 'invalid_value': {
      const choices = issue.values.map(String);
      const nearest = typeof value === 'string' ? nearestWord(value, choices) : undefined;
      const hint = nearest === undefined ? '' : `; the nearest is ${nearest}`;
      return fault(`must be one of ${choices.join(', ')}${hint}`, {
        choices,
        ...(nearest === undefined ? {} : { nearest: [nearest] }),
      });
    }
    case 'unrecognized_keys': {
      // A field without a name is blamed on what it stands in.
      const named = issue.keys.find((key) => key !== '');
      return {
        ...fault(`has no field named ${issue.keys.map((key) => `"${key}"`).join(', ')}`),
        field: named === undefined ? field : [...issue.path, named].join('.'),
        unknown: issue.keys,
      };
    }
    case 'invalid_type':
      return value === undefined
        ? fault('is missing', { expected: issue.expected })
        : fault(`must be ${article(issue.expected)}`, { expected: issue.expected });
    default:
      return fault(issue.message.replace(/\.$/, ''));
  }
}

function fieldName(path: readonly PropertyKey[]): string {
  return path.length === 0 ? 'input' : path.map(String).join('.');
}

function article(expected: string): string {
  if (expected === 'int') return 'a whole number';
  return /^[aeiou]/.test(expected) ? `an ${expected}` : `a ${expected}`;
}

function nearestMultiples(value: number, divisor: number): number[] {
  const below = Math.floor(value / divisor) * divisor;
  return below > 0 ? [below, below + divisor] : [divisor];
}

/** The choice with the fewest edits, when it is near enough to be what was meant. */
function nearestWord(word: string, choices: readonly string[]): string | undefined {
  const ranked = choices
    .map((choice) => ({ choice, edits: editDistance(word.toLowerCase(), choice.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  const best = ranked[0];
  return best !== undefined && best.edits <= Math.max(2, Math.floor(word.length / 2)) ? best.choice : undefined;
}

/** Levenshtein distance; both words are at most a few dozen characters here. */
function editDistance(a: string, b: string): number {
  if (a.length > 64) return a.length;
  let row = Array.from({ length: b.length + 1 }, (_, place) => place);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value: unknown = input;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}
