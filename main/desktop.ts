// What the person's desktop can do for the app; only the window has one.

export interface Desktop {
  /** Shows a file in the file manager. */
  reveal(path: string): Promise<void>;
  /** Goes on with a drag that began on a picture in our window, as a drag of its file. */
  dragOut(path: string): void;
  /** Puts the picture in a file on the clipboard. */
  copyImage(path: string): Promise<void>;
  /** Asks for a folder. @returns its absolute path, null when none was chosen */
  chooseFolder(): Promise<string | null>;
}
