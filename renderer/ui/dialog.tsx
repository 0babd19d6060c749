// A dialog: the browser's own, which keeps the focus inside, closes on Escape and gives the focus back.

import { type KeyboardEvent, type ReactNode, useId, useLayoutEffect, useState } from 'react';
import { classNames } from './class-names.ts';
import { LayerContext } from './layer.ts';

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Fills the window; its title is then only read aloud. */
  readonly fullScreen?: boolean;
  /** For what is read in long lines. */
  readonly wide?: boolean;
  /** Hears every key pressed within it, wherever the focus stands. */
  readonly onKey?: (event: KeyboardEvent) => void;
}

/** Shown for as long as it is rendered. */
export function Dialog({ title, onClose, children, fullScreen = false, wide = false, onKey }: DialogProps) {
  const [dialog, setDialog] = useState<HTMLDialogElement | null>(null);
  const titleId = useId();

  // A layout effect, because its end runs while the dialog is still in the page: only then does closing it give the
  // focus back to where it came from.
  useLayoutEffect(() => {
    if (dialog === null) return;
    // An effect that runs twice in development finds it open already.
    if (!dialog.open) dialog.showModal();
    // The first button would take the focus and show its tooltip over what was opened to be looked at.
    if (fullScreen) dialog.focus();
    return () => dialog.close();
  }, [dialog, fullScreen]);

  return (
    // A click on the backdrop is a click on the dialog element itself; Escape does the same for the keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={setDialog}
      aria-labelledby={titleId}
      tabIndex={-1}
      onKeyDown={onKey}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget && !fullScreen) onClose();
      }}
      className={classNames(
        'animate-appear text-ink outline-none backdrop:bg-black/60',
        fullScreen
          ? 'm-0 h-dvh max-h-none w-dvw max-w-none overflow-hidden bg-canvas'
          : 'm-auto w-full rounded-card border border-line bg-surface p-6 shadow-float',
        !fullScreen && (wide ? 'max-w-2xl' : 'max-w-md'),
      )}
    >
      <h2 id={titleId} className={fullScreen ? 'sr-only' : 'mb-2 text-title font-semibold'}>
        {title}
      </h2>
      <LayerContext value={dialog}>{children}</LayerContext>
    </dialog>
  );
}
