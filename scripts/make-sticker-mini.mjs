// Writes what is derived in a Sticker Mini: the sampler's graphs and tessera.json, the model's manifest.
// Run it after changing engine/pipelines/exemplar/sampler-graph.ts or a file of the model: node scripts/make-sticker-mini.mjs
// With --into FOLDER a model is put together there, of the workshop's --bank FOLDER and --autoencoder FOLDER where they
// are given; the rest is that of the model that ships.

import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeOnnxModel } from '../engine/onnx/onnx-writer.ts';
import { samplerGraph } from '../engine/pipelines/exemplar/sampler-graph.ts';

const shipped = fileURLToPath(new URL('../resources/models/sticker-mini', import.meta.url));
const { values: given } = parseArgs({
  options: { into: { type: 'string' }, bank: { type: 'string' }, autoencoder: { type: 'string' } },
});
if (given.into === undefined && (given.bank ?? given.autoencoder) !== undefined) {
  throw new Error('--bank and --autoencoder need --into: what ships is never overwritten from a workshop');
}
const folder = given.into ?? shipped;
if (given.into !== undefined) putTogether({ into: given.into, bank: given.bank, autoencoder: given.autoencoder });

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

/** @param {{ into: string, bank: string | undefined, autoencoder: string | undefined }} parts */
function putTogether({ into, bank, autoencoder }) {
  /** @param {string} from @param {readonly string[]} paths */
  const copy = (from, paths) => {
    for (const path of paths) cpSync(join(from, path), join(into, path), { recursive: true });
  };
  copy(shipped, ['sampler.json']);
  copy(bank ?? shipped, ['exemplars.bin', 'exemplars.json', 'words.json', 'words.f16']);
  copy(autoencoder ?? shipped, ['vae_encoder/model.onnx', 'vae_decoder/model.onnx']);
  if (autoencoder === undefined) return;
  // Latents are per autoencoder, and so is the way to see them.
  const settings = JSON.parse(readFileSync(join(into, 'sampler.json'), 'utf8'));
  const { preview } = JSON.parse(readFileSync(join(autoencoder, 'preview.json'), 'utf8'));
  writeFileSync(join(into, 'sampler.json'), `${JSON.stringify({ ...settings, preview }, null, 2)}\n`);
}
