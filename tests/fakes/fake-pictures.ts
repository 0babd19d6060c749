// Pictures for the fake studio: simple scenes drawn from a seed, or cells cut from a contact sheet named in the environment.

import sharp from 'sharp';

/** A contact sheet of square cells of 128 px; only used to judge the screens with real pictures. */
const sheetPath = process.env['FAKE_STUDIO_SHEET'];
const cell = 128;
const sheetRows: Readonly<Record<string, number>> = {
  penguin: 0,
  rocket: 1,
  owl: 2,
  cactus: 3,
  boat: 4,
  fish: 5,
  cat: 6,
  castle: 7,
  lemon: 8,
  guitar: 9,
  snowman: 10,
};

interface Picture {
  readonly prompt: string;
  readonly seed: number;
  readonly width: number;
  readonly height: number;
}

export async function drawPicture(picture: Picture): Promise<Buffer> {
  const row = Object.entries(sheetRows).find(([word]) => picture.prompt.includes(word))?.[1];
  if (sheetPath !== undefined && row !== undefined) return cutPicture(sheetPath, row, picture);
  return sharp(Buffer.from(scene(picture)))
    .png()
    .toBuffer();
}

/** The picture as it would look early on: coarse, and small as real previews are. */
export async function drawPreview(picture: Picture, fraction: number): Promise<Buffer> {
  const coarse = Math.max(3, Math.round(24 * fraction));
  const small = await sharp(await drawPicture(picture))
    .resize(coarse, coarse, { fit: 'fill' })
    .png()
    .toBuffer();
  return sharp(small).resize(96, 96, { fit: 'fill', kernel: 'cubic' }).png().toBuffer();
}

export async function shrink(png: Buffer, width: number): Promise<Buffer> {
  return sharp(png).resize(width).webp().toBuffer();
}

async function cutPicture(path: string, row: number, { seed, width, height }: Picture): Promise<Buffer> {
  return sharp(path)
    .extract({ left: (seed % 8) * cell, top: row * cell, width: cell, height: cell })
    .resize(width, height, { fit: 'cover', kernel: 'cubic' })
    .png()
    .toBuffer();
}

function scene({ seed, width, height }: Picture): string {
  const hue = (seed * 47) % 360;
  const sun = { x: width * (0.25 + ((seed * 13) % 50) / 100), y: height * 0.38, r: Math.min(width, height) * 0.16 };
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1">
      <stop offset="0" stop-color="hsl(${hue} 60% 35%)"/><stop offset="1" stop-color="hsl(${(hue + 40) % 360} 70% 75%)"/>
    </linearGradient></defs>
    <rect width="100%" height="100%" fill="url(#sky)"/>
    <circle cx="${sun.x}" cy="${sun.y}" r="${sun.r}" fill="hsl(${(hue + 180) % 360} 80% 78%)"/>
    <path d="M0 ${height * 0.75} Q ${width * 0.3} ${height * 0.5} ${width * 0.55} ${height * 0.72} T ${width} ${height * 0.62} V ${height} H 0 Z" fill="hsl(${(hue + 20) % 360} 45% 25%)"/>
  </svg>`;
}
