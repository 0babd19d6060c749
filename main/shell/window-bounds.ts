// Remembers where the window stood, in a small file of its own: the database may be what could not open.

import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Rectangle } from 'electron';
import { z } from 'zod';

const minSize = { width: 900, height: 600 } as const;
const firstSize = { width: 1440, height: 900 } as const;

const WindowBounds = z.strictObject({
  x: z.int(),
  y: z.int(),
  width: z.int().min(minSize.width).max(16_384),
  height: z.int().min(minSize.height).max(16_384),
  maximized: z.boolean(),
});
type WindowBounds = z.infer<typeof WindowBounds>;

export interface Placement {
  /** As the window takes it; without a corner it opens in the middle of the screen. */
  readonly bounds: {
    readonly width: number;
    readonly height: number;
    readonly minWidth: number;
    readonly minHeight: number;
    readonly x?: number;
    readonly y?: number;
  };
  readonly maximized: boolean;
}

/**
 * Where the window opens: where it last stood if that is still on a screen, otherwise centred at its first size.
 * @param workAreas of every screen there is, the main one first
 */
export function placeWindow(file: string, workAreas: readonly Rectangle[]): Placement {
  const limits = { minWidth: minSize.width, minHeight: minSize.height };
  const last = readBounds(file);
  if (last !== null && workAreas.some((area) => canBeGrabbed(last, area))) {
    const { maximized, ...bounds } = last;
    return { bounds: { ...limits, ...bounds }, maximized };
  }
  const main = workAreas[0];
  const width = Math.max(minSize.width, Math.min(firstSize.width, main?.width ?? firstSize.width));
  const height = Math.max(minSize.height, Math.min(firstSize.height, main?.height ?? firstSize.height));
  return { bounds: { ...limits, width, height }, maximized: last?.maximized ?? false };
}

export function rememberBounds(file: string, bounds: Rectangle & { readonly maximized: boolean }): void {
  const { x, y, width, height, maximized } = bounds;
  writeFileSync(`${file}.part`, JSON.stringify({ x, y, width, height, maximized } satisfies WindowBounds));
  renameSync(`${file}.part`, file);
}

function readBounds(file: string): WindowBounds | null {
  try {
    return WindowBounds.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // First start, or a file nobody can use: the window opens in its first place and writes a good one.
    return null;
  }
}

/** A screen may have been unplugged: enough of the title bar must lie on one for a hand to catch it. */
function canBeGrabbed(bounds: WindowBounds, area: Rectangle): boolean {
  const reachable = 100;
  return (
    bounds.x + bounds.width >= area.x + reachable &&
    bounds.x <= area.x + area.width - reachable &&
    bounds.y >= area.y - 10 &&
    bounds.y <= area.y + area.height - reachable
  );
}
