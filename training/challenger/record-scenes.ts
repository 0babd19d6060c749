// Draws the places, hours, weathers and sheets a prompt can name, several times each, with their words: what the challenger sets its drawings on.
// node training/challenger/record-scenes.ts --out FOLDER [--each 5]
//
// scenes.bin: WebP pictures one after the other; scenes.json: where each lies, its words and, in 0..1 from above, where things stand.

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { readPrompt } from '../../engine/pipelines/exemplar/prompt-reading.ts';
import { drawScene, groundLine } from '../../engine/pipelines/exemplar/scene-drawing.ts';
import { createRandomStream } from '../../engine/pipelines/exemplar/seeded-random.ts';

const side = 256;
/** Flat sheets and edges of hills show what more compression does. */
const quality = 84;
const places = ['on the grass', 'in the forest', 'in the mountains', 'in the city', 'in a room', 'on a table', 'on the beach', 'on the sea', 'underwater', 'in the snow', 'in the desert', 'in the sky', 'in space', 'on the moon'];
const airs = ['', '', 'at night', 'at sunset', 'in the rain', 'in the fog'];
const colours = ['red', 'orange', 'yellow', 'green', 'blue', 'purple', 'pink', 'brown', 'black', 'gray'];
const backdrops = ['striped', 'dotted', 'checkered', 'gradient'];

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { out: { type: 'string' }, each: { type: 'string', default: '5' } } });
  if (values.out === undefined) throw new Error('--out FOLDER is missing: where the scenes go');
  const phrases = [
    ...places.flatMap((place) => airs.map((air) => `${place} ${air}`.trim())),
    ...colours.map((colour) => `on a ${colour} background`),
    ...backdrops.flatMap((backdrop) => colours.map((colour) => `on a ${backdrop} ${colour} background`)),
  ];
  const pictures: Buffer[] = [];
  const scenes: { at: number; size: number; words: string; ground: number | null }[] = [];
  let at = 0;
  for (const words of phrases) {
    // A plain sheet is the same each time.
    const times = words.startsWith('on a ') ? 1 : Number(values.each);
    for (let time = 0; time < times; time++) {
      const scene = readPrompt(`a thing ${words}`);
      const svg = drawScene(scene, { width: side, height: side, random: createRandomStream({ seed: time, purpose: `recorded ${words}` }) });
      const picture = await sharp(Buffer.from(svg)).flatten({ background: '#ffffff' }).webp({ quality }).toBuffer();
      pictures.push(picture);
      scenes.push({ at, size: picture.length, words, ground: groundLine(scene) });
      at += picture.length;
    }
  }
  await mkdir(values.out, { recursive: true });
  await writeFile(join(values.out, 'scenes.bin'), Buffer.concat(pictures));
  await writeFile(join(values.out, 'scenes.json'), JSON.stringify(scenes));
  process.stdout.write(`${scenes.length} scenes, ${(at / 1e6).toFixed(1)} MB\n`);
}

await main();
