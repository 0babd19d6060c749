// Opens a model's file for reading so that neither a pipe, a device nor a link that leads in circles can hold us up.

import { closeSync, constants, fstatSync, openSync, type Stats, statSync } from 'node:fs';
import { TesseraError } from '../../shared/errors.ts';

export interface OpenedFile {
  readonly descriptor: number;
  readonly stats: Stats;
}

/** Without it, opening a pipe that nobody writes to waits for ever. Windows has no such flag, and no such pipes among its files. */
const withoutWaiting = (constants as { readonly O_NONBLOCK?: number }).O_NONBLOCK ?? 0;

/**
 * What stands at that path is looked at again once it is open: it may have been exchanged since.
 * @throws MODEL_MISSING_FILE, MODEL_CORRUPT
 */
export function openModelFile(path: string, label: string): OpenedFile {
  const descriptor = named(label, () => openSync(path, constants.O_RDONLY | withoutWaiting));
  const stats = fstatSync(descriptor);
  if (stats.isFile()) return { descriptor, stats };
  closeSync(descriptor);
  throw noFile(label, stats);
}

/**
 * Its stats, or undefined when nothing is there.
 * @throws MODEL_CORRUPT for a link that leads in circles
 */
export function statOf(path: string, label: string): Stats | undefined {
  try {
    return statSync(path);
  } catch (thrown) {
    if (isNowhere(thrown)) return undefined;
    throw translated(thrown, label);
  }
}

export function missing(label: string): TesseraError {
  return new TesseraError(
    'MODEL_MISSING_FILE',
    `The model has no ${label}. Download the folder again in full, or point at the folder that holds this file.`,
    { details: { file: label } },
  );
}

/** For what stands where a file should be and is none. */
export function noFile(label: string, stats: Stats): TesseraError {
  return new TesseraError(
    'MODEL_MISSING_FILE',
    `${label} is ${kindOf(stats)} where a file should be. Download the folder again in full.`,
    { details: { file: label } },
  );
}

function kindOf(stats: Stats): string {
  if (stats.isDirectory()) return 'a folder';
  if (stats.isFIFO()) return 'a pipe';
  return stats.isSocket() ? 'a socket' : 'a device';
}

function named<T>(label: string, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    throw isNowhere(thrown) ? missing(label) : translated(thrown, label);
  }
}

function isNowhere(thrown: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes(codeOf(thrown));
}

/** ENXIO is what opening a socket gives. */
function translated(thrown: unknown, label: string): unknown {
  const faults: Readonly<Record<string, string>> = {
    ELOOP: 'is a link that leads in a circle',
    ENXIO: 'is a socket where a file should be',
    EIO: 'cannot be read from its disk',
  };
  const fault = faults[codeOf(thrown)];
  if (fault === undefined) return thrown;
  return new TesseraError('MODEL_CORRUPT', `${label} ${fault}. Download the folder again in full.`, {
    cause: thrown,
    details: { file: label },
  });
}

function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
}
