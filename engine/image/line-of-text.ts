// One line of text as a picture, in any script the system has a font for; cut with an ellipsis where it is too long.

import sharp from 'sharp';

export interface LineOfText {
  readonly png: Buffer;
  readonly width: number;
  readonly height: number;
}

/** Pango measures in points; at this many dots to the inch a point is a pixel. */
const dotsPerInch = 72;

/** @returns null for a text without anything to draw */
export async function lineOfText(
  text: string,
  options: { readonly width: number; readonly size: number; readonly colour: string },
): Promise<LineOfText | null> {
  const words = text.replace(/\s+/gu, ' ').trim();
  if (words === '') return null;
  let length = words.length;
  for (;;) {
    const line = await draw(length === words.length ? words : `${words.slice(0, length).trimEnd()}…`, options);
    if (line === null || line.width <= options.width || length <= 1) return line;
    // Letters differ in width, so the guess by proportion is shortened until it fits.
    length = Math.min(length - 1, Math.floor((length * options.width) / line.width));
  }
}

async function draw(
  words: string,
  { size, colour }: { readonly size: number; readonly colour: string },
): Promise<LineOfText | null> {
  const escaped = words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const text = `<span foreground="${colour}">${escaped}</span>`;
  try {
    const { data, info } = await sharp({
      text: { text, font: `sans ${size}`, dpi: dotsPerInch, rgba: true, wrap: 'none' },
    })
      .png()
      .toBuffer({ resolveWithObject: true });
    return { png: data, width: info.width, height: info.height };
  } catch {
    // Text of nothing but blanks and marks has no extent, which Pango's binding reports as a failure.
    return null;
  }
}
