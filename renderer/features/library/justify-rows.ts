// Packs pictures of any shape into rows of equal width, like words into justified lines.

interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Row<Item> {
  readonly items: readonly Item[];
  /** In pixels; the pictures' own shapes then fill the width exactly. */
  readonly height: number;
}

interface JustifyOptions {
  readonly width: number;
  readonly gap: number;
  readonly targetHeight: number;
}

/** The last row keeps the target height, so that a few pictures do not become huge. */
export function justifyRows<Item>(
  items: readonly Item[],
  sizeOf: (item: Item) => Size,
  options: JustifyOptions,
): Row<Item>[] {
  const { width, gap, targetHeight } = options;
  if (width <= 0) return [];
  const rows: Row<Item>[] = [];
  let pending: Item[] = [];
  let aspects = 0;
  for (const item of items) {
    const size = sizeOf(item);
    pending.push(item);
    aspects += size.width / size.height;
    const height = (width - gap * (pending.length - 1)) / aspects;
    if (height > targetHeight) continue;
    rows.push({ items: pending, height });
    pending = [];
    aspects = 0;
  }
  if (pending.length > 0) rows.push({ items: pending, height: targetHeight });
  return rows;
}
