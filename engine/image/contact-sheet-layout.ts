// Where everything stands on a contact sheet. Pure; lengths are pixels in a PNG and half points in a PDF.

export interface SheetHead {
  readonly title: string;
  readonly subtitle: string;
}

export interface ContactSheetCell {
  /** Absolute path, or null for a shot without a picture. */
  readonly picture: string | null;
  readonly title: string;
  readonly caption: string;
}

/** A4 on its side at 144 to the inch: 1684 x 1190. */
const pageWidth = 1684;
export const pageHeight = 1190;
const margin = 60;
const gap = 28;
const headHeight = 84;
const captionHeight = 64;

export interface SheetLayout {
  readonly width: number;
  readonly height: number;
  readonly margin: number;
  readonly cellWidth: number;
  readonly pictureHeight: number;
  readonly cellsPerPage: number;
  /** The upper left corner of a cell, on its page. */
  place(index: number): { readonly left: number; readonly top: number };
}

/**
 * Columns are chosen by shape: three landscape pictures fill a row as well as four portraits do.
 * @param aspect width / height of the pictures
 * @param rowsPerPage null puts every row on one page, as tall as it gets
 */
export function pageLayout(options: {
  readonly cells: number;
  readonly aspect: number;
  readonly rowsPerPage: 'fit' | null;
}): SheetLayout {
  const columns = options.aspect < 0.9 ? 4 : 3;
  const cellWidth = Math.floor((pageWidth - 2 * margin - (columns - 1) * gap) / columns);
  const pictureHeight = Math.round(cellWidth / options.aspect);
  const rowHeight = pictureHeight + captionHeight + gap;
  const rows = Math.ceil(options.cells / columns);
  const fitting = Math.max(1, Math.floor((pageHeight - 2 * margin - headHeight + gap) / rowHeight));
  const rowsHere = options.rowsPerPage === null ? rows : fitting;
  const cellsPerPage = rowsHere * columns;
  const top = margin + headHeight;
  return {
    width: pageWidth,
    height: options.rowsPerPage === null ? top + rows * rowHeight - gap + margin : pageHeight,
    margin,
    cellWidth,
    pictureHeight,
    cellsPerPage,
    place(index) {
      const onPage = index % cellsPerPage;
      return {
        left: margin + (onPage % columns) * (cellWidth + gap),
        top: top + Math.floor(onPage / columns) * rowHeight,
      };
    },
  };
}
