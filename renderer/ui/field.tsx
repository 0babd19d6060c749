// A field with its name, a hint, and its fault in words right beneath it.

import { type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';

interface FieldProps {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  /** Stands at the right end of the label's line. */
  readonly aside?: ReactNode;
  readonly className?: string;
  /** Receives what ties the control to its name and its fault. */
  readonly children: (control: {
    id: string;
    'aria-invalid': boolean;
    'aria-describedby': string | undefined;
  }) => ReactNode;
}

export function Field({ label, hint, error, aside, className, children }: FieldProps) {
  const id = useId();
  const describes = error ?? hint;
  const describedBy = describes === undefined ? undefined : `${id}-says`;
  return (
    <div className={classNames('flex min-w-0 flex-col gap-1.5', className)}>
      <div className="flex min-h-5 items-center justify-between gap-2">
        <label htmlFor={id} className="text-small font-medium text-muted">
          {label}
        </label>
        {aside}
      </div>
      {children({ id, 'aria-invalid': error !== undefined, 'aria-describedby': describedBy })}
      {describes !== undefined && (
        <p id={describedBy} className={classNames('text-small', error === undefined ? 'text-faint' : 'text-danger')}>
          {describes}
        </p>
      )}
    </div>
  );
}

/** The look that every box one can type or choose in shares. */
export const controlLook =
  'min-w-0 rounded-control border border-edge bg-control px-3 text-body text-ink transition-colors hover:border-faint aria-invalid:border-danger disabled:opacity-50';
