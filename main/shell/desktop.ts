// The person's desktop: the file manager, the clipboard and the dialog for folders.

import { readFile } from 'node:fs/promises';
import * as electron from 'electron';
import { TesseraError } from '../../shared/errors.ts';
import type { Desktop } from '../desktop.ts';

/** As large as the desktops' own pictures of what is dragged. */
const dragIconWidth = 96;

/** @throws FILE_NOT_FOUND from copyImage when the file holds no picture that can be read */
export function createDesktop(): Desktop {
  return {
    async reveal(path) {
      electron.shell.showItemInFolder(path);
    },
    async chooseFolder() {
      const properties: ('openDirectory' | 'createDirectory')[] = ['openDirectory', 'createDirectory'];
      const window = electron.BrowserWindow.getFocusedWindow();
      const { filePaths } = await (window === null
        ? electron.dialog.showOpenDialog({ properties })
        : electron.dialog.showOpenDialog(window, { properties }));
      return filePaths[0] ?? null;
    },
    dragOut(path) {
      const icon = electron.nativeImage.createFromPath(path).resize({ width: dragIconWidth });
      // Without a window in front there is no hand that drags.
      electron.BrowserWindow.getFocusedWindow()?.webContents.startDrag({ file: path, icon });
    },
    async copyImage(path) {
      const bytes = await readFile(path).catch((cause: unknown) => {
        throw unreadable(cause);
      });
      const picture = electron.nativeImage.createFromBuffer(bytes);
      if (picture.isEmpty()) throw unreadable();
      const { clipboard } = electron;
      if (isOlder(clipboard)) {
        clipboard.writeImage(picture);
        return;
      }
      const png = new Blob([new Uint8Array(bytes)], { type: 'image/png' });
      await clipboard.write([new electron.ClipboardItem({ 'image/png': png })]);
    },
  };
}

/** Electron's clipboard took the shape of the web's; before that it had one method per kind of content. */
interface OlderClipboard {
  writeImage(picture: electron.NativeImage): void;
}

function isOlder(clipboard: object): clipboard is OlderClipboard {
  return 'writeImage' in clipboard;
}

function unreadable(cause?: unknown): TesseraError {
  return new TesseraError(
    'FILE_NOT_FOUND',
    'The file of this picture is missing or cannot be read, so it was not copied. Reroll its prompt to make it again.',
    { cause },
  );
}
