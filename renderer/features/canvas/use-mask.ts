// A mask under the brush: its steps with undo, what is being drawn right now, and the canvas both are seen on.

import { useEffect, useState } from 'react';
import { newHistory, redone, undone, type UndoHistory, withoutStep, withStep } from '../../state/undo-history.ts';
import { emptyDrawing, type MaskDrawing, type MaskStep } from './mask-drawing.ts';
import { maskPicture, paintedShare, paintMask, paintPiece, readMask } from './paint-mask.ts';

export interface Mask {
  readonly drawing: MaskDrawing;
  /** 0..1 of the picture that is painted anew. */
  readonly share: number;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly changed: boolean;
  setCanvas(canvas: HTMLCanvasElement | null): void;
  /** Shows a stroke that is not finished. */
  follow(stroke: Extract<MaskStep, { kind: 'stroke' }>): void;
  add(step: MaskStep): void;
  setFeather(feather: number): void;
  undo(): void;
  redo(): void;
  /** The picture a recipe takes; null when nothing is painted. */
  picture(): Promise<Blob | null>;
}

/** @param before where the mask that is there already can be had */
export function useMask(before: string | null): Mask {
  const [history, setHistory] = useState<UndoHistory<MaskDrawing>>(newHistory(emptyDrawing));
  const [base, setBase] = useState<Uint8Array | null>(null);
  const [share, setShare] = useState(0);
  const [canvas, setCanvas] = useState<HTMLCanvasElement | null>(null);
  const { past, present, future } = history;

  useEffect(() => {
    if (before === null || canvas === null) return;
    let wanted = true;
    // A mask that cannot be read any more is begun anew.
    readMask(before, canvas).then(
      (read) => wanted && setBase(read),
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [before, canvas]);

  useEffect(() => {
    if (canvas === null) return;
    // Once a frame, however many steps came in between.
    const frame = requestAnimationFrame(() => {
      paintMask(canvas, present, base);
      setShare(paintedShare(canvas));
    });
    return () => cancelAnimationFrame(frame);
  }, [canvas, present, base]);

  return {
    drawing: present,
    share,
    canUndo: past.length > 0,
    canRedo: future.length > 0,
    changed: past.length > 0,
    setCanvas,
    follow(stroke) {
      if (canvas !== null) paintPiece(canvas, stroke);
    },
    add: (step) => setHistory((now) => withStep(now, { ...now.present, steps: [...now.present.steps, step] })),
    setFeather: (feather) =>
      setHistory((now) => {
        const next = { ...now.present, feather };
        const goesOn = now.past.at(-1)?.steps === now.present.steps;
        return goesOn ? withoutStep(now, next) : withStep(now, next);
      }),
    undo: () => setHistory(undone),
    redo: () => setHistory(redone),
    async picture() {
      if (canvas === null) return null;
      // The last step may not have been shown yet.
      paintMask(canvas, present, base);
      return paintedShare(canvas) === 0 ? null : maskPicture(canvas);
    },
  };
}
