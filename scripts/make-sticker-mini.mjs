// Writes what is derived in resources/models/sticker-mini: the sampler's graphs and tessera.json, the model's manifest.
// Run it after changing engine/pipelines/exemplar/sampler-graph.ts or a file of the model: node scripts/make-sticker-mini.mjs

import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeOnnxModel } from '../engine/onnx/onnx-writer.ts';
import { samplerGraph } from '../engine/pipelines/exemplar/sampler-graph.ts';

const folder = fileURLToPath(new URL('../resources/models/sticker-mini', import.meta.url));
const { stages, defaultInvention } = JSON.parse(readFileSync(join(folder, 'sampler.json'), 'utf8'));
/** @type {{ sets: { name: string }[], items: { set: string }[] }} */
const bank = JSON.parse(readFileSync(join(folder, 'exemplars.json'), 'utf8'));
const sets = bank.sets.map((set) => ({ ...set, drawings: bank.items.filter((item) => item.set === set.name).length }));

mkdirSync(join(folder, 'sampler'), { recursive: true });
for (const { window } of stages) {
  writeFileSync(join(folder, `sampler/window-${window}.onnx`), writeOnnxModel(samplerGraph(window)));
}

const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name !== 'tessera.json')
  .map((entry) =>
    join(entry.parentPath, entry.name)
      .slice(folder.length + 1)
      .replaceAll('\\', '/'),
  )
  .sort()
  .map((path) => ({ path, sizeBytes: statSync(join(folder, path)).size, sha256: null }));

const manifest = {
  name: 'Sticker Mini',
  family: 'exemplar',
  description: `Draws stickers and simple scenes by recombining ${bank.items.length.toLocaleString('en')} open drawings, in about a second and without any download. Understands up to four things, their colours and numbers, how they stand to one another, a style, a place, a time and the weather: "two yellow chicks on grass", "a dog in front of a house in the rain", "castle in the mountains at night, flat style".`,
  licence: 'Apache-2.0, MIT and CC-BY-4.0 (see resources/LICENSES.md)',
  sizeBytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  capabilities: {
    negativePrompt: true,
    imageToImage: true,
    inpainting: true,
    schedulers: ['flow-match-euler'],
    defaultScheduler: 'flow-match-euler',
    defaultSteps: 24,
    defaultGuidanceScale: 1,
    defaultInvention,
    sideMultiple: 8,
    sideMin: 128,
    sideMax: 512,
    sizes: [
      { aspect: '1:1', width: 256, height: 256 },
      { aspect: '4:3', width: 288, height: 216 },
      { aspect: '3:4', width: 216, height: 288 },
      { aspect: '3:2', width: 312, height: 208 },
      { aspect: '2:3', width: 208, height: 312 },
      { aspect: '16:9', width: 384, height: 216 },
      { aspect: '9:16', width: 216, height: 384 },
    ],
  },
  sets,
  files,
};
writeFileSync(join(folder, 'tessera.json'), `${JSON.stringify(manifest, null, 2)}\n`);
