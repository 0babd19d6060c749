// Ids as they stand in an address: what is no id at all names nothing that exists.

import type { z } from 'zod';
import { ProjectId, SequenceId, ShotId } from '../../../../shared/domain/ids.ts';
import { type ErrorCode, TesseraError } from '../../../../shared/errors.ts';

export const projectIdIn = idReader(ProjectId, 'PROJECT_NOT_FOUND');
export const shotIdIn = idReader(ShotId, 'SHOT_NOT_FOUND');
export const sequenceIdIn = idReader(SequenceId, 'SEQUENCE_NOT_FOUND');

function idReader<Schema extends z.ZodType>(schema: Schema, code: ErrorCode) {
  return (raw: string, field = 'id'): z.output<Schema> => {
    const id = schema.safeParse(raw);
    if (id.success) return id.data;
    throw new TesseraError(code, `${field}: there is nothing by this id.`, { details: { field } });
  };
}
