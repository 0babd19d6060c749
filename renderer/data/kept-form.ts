// Keeps the Create form with the studio while it is filled, and takes it up at the start: a browser writes what it remembers to
// disk when it pleases, and a crash takes the rest.

import { useEffect } from 'react';
import { z } from 'zod';
import { useBridge } from '../bridge/bridge-context.tsx';
import { type CreateValues, emptyForm, useCreateForm } from '../state/create-form.ts';

/** Shorter than the pause between two words; a crash loses no more. */
const keepMs = 250;

/** Only that it is an object is asked: every field is read with care wherever it is used, as what this page remembers is. */
const KeptValues = z.record(z.string(), z.unknown());

export function useKeptForm(): void {
  const bridge = useBridge();

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let kept = useCreateForm.getState().savedAt;

    function keep(): void {
      const { values, savedAt } = useCreateForm.getState();
      if (savedAt === kept) return;
      kept = savedAt;
      // Nothing is said of a failure: the page remembers the form as well, and the next change tries again.
      bridge.call('drafts.write', { draft: { text: JSON.stringify(values), savedAt } }).catch(() => undefined);
    }

    bridge.call('drafts.read', {}).then(
      ({ draft }) => {
        if (draft === null || draft.savedAt <= useCreateForm.getState().savedAt) return;
        const values = valuesOf(draft.text);
        if (values === null) return;
        kept = draft.savedAt;
        useCreateForm.getState().takeUp(values, draft.savedAt);
      },
      () => undefined,
    );
    const stop = useCreateForm.subscribe(() => {
      clearTimeout(timer);
      timer = setTimeout(keep, keepMs);
    });
    globalThis.addEventListener('pagehide', keep);
    return () => {
      stop();
      clearTimeout(timer);
      globalThis.removeEventListener('pagehide', keep);
    };
  }, [bridge]);
}

function valuesOf(text: string): Partial<CreateValues> | null {
  try {
    const read = KeptValues.safeParse(JSON.parse(text));
    if (!read.success) return null;
    // Of another type than its default, a field was written by a page that is not this one.
    const known = Object.entries(emptyForm).filter(
      ([name, fallback]) =>
        fallback === null ||
        (typeof read.data[name] === typeof fallback && Array.isArray(read.data[name]) === Array.isArray(fallback)),
    );
    return Object.fromEntries(known.flatMap(([name]) => (name in read.data ? [[name, read.data[name]]] : [])));
  } catch {
    return null;
  }
}
