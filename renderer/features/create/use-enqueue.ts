// Enqueues what stands in the form, and keeps what was wrong with it.

import { useState } from 'react';
import { TesseraError } from '../../../shared/errors.ts';
import { useSubmit } from '../../data/job-actions.ts';
import { chosenModel, useModels } from '../../data/queries.ts';
import { type CreateValues, useCreateForm } from '../../state/create-form.ts';
import { showTop } from '../../state/screen.ts';
import { type FormFaults, type FormField, formFields, resolveForm } from './resolve-form.ts';

export interface Enqueue {
  readonly faults: FormFaults;
  /** What the studio refused, when it concerns no field of the form. */
  readonly failure: unknown;
  /** A field the studio itself refused, with its English sentence. */
  readonly refusal: { readonly field: FormField; readonly message: string } | null;
  readonly pending: boolean;
  readonly ready: boolean;
  /** Answers what is wrong with the form; with nothing wrong, the job is on its way. */
  enqueue(values?: CreateValues): FormFaults;
  /** Forgets the faults of fields that have been edited since. */
  forget(fields: readonly string[]): void;
}

export function useEnqueue(): Enqueue {
  const { data: models } = useModels();
  const submit = useSubmit();
  const [faults, setFaults] = useState<FormFaults>({});
  const refusal = refusedField(submit.error);

  return {
    faults,
    failure: refusal === null ? submit.error : null,
    refusal,
    pending: submit.isPending,
    ready: models !== undefined,
    enqueue(values = useCreateForm.getState().values) {
      const model = chosenModel(models, values.model);
      if (model === null) return {};
      const resolution = resolveForm(values, model);
      const found = resolution.ok ? {} : resolution.faults;
      setFaults(found);
      if (resolution.ok) submit.mutate({ kind: 'generate', recipe: resolution.recipe }, { onSuccess: showTop });
      return found;
    },
    forget(fields) {
      if (submit.isError) submit.reset();
      setFaults((current) =>
        fields.some((field) => field in current)
          ? (Object.fromEntries(Object.entries(current).filter(([field]) => !fields.includes(field))) as FormFaults)
          : current,
      );
    },
  };
}

/** The studio checks everything again, and may know better than this page: its details name the field. */
export function refusedField(error: unknown): Enqueue['refusal'] {
  if (!(error instanceof TesseraError)) return null;
  const named = error.details?.['field'];
  const last = typeof named === 'string' ? named.split('.').at(-1) : undefined;
  const field = formFields.find((known) => known === last);
  return field === undefined ? null : { field, message: error.message };
}
