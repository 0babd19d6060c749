// Writes resources/upscalers/esrgan-slim from the npm package of that name: node scripts/make-upscalers.mjs
// Another package of the same format becomes a folder to add by hand: node scripts/make-upscalers.mjs <package folder> <folder to write>

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeOnnxModel } from '../engine/onnx/onnx-writer.ts';
import { fromLayersModel, LayersModel } from '../engine/upscale/from-layers-model.ts';

const shipped = '@upscalerjs/esrgan-slim@1.0.0';
const [given, target] = process.argv.slice(2);
if (given === undefined) {
  // Not a dependency: it would bring all of TensorFlow.js along as its peer, and nothing but its weights is wanted.
  const unpacked = mkdtempSync(join(tmpdir(), 'upscaler-'));
  execFileSync('npm', ['pack', '--silent', '--pack-destination', unpacked, shipped], { cwd: unpacked });
  execFileSync('tar', ['xzf', 'upscalerjs-esrgan-slim-1.0.0.tgz'], { cwd: unpacked });
  convert(join(unpacked, 'package'), fileURLToPath(new URL('../resources/upscalers/esrgan-slim', import.meta.url)));
  rmSync(unpacked, { recursive: true });
} else {
  convert(resolve(given), resolve(target ?? 'upscaler'));
}

/**
 * @param {string} source
 * @param {string} folder
 */
function convert(source, folder) {
  mkdirSync(folder, { recursive: true });
  const described = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));
  // The residual-in-residual networks of this family were trained on 0..1, the slim ones on 0..255.
  const isDeep = graph(source, folder, 2);
  graph(source, folder, 3);
  if (isDeep) graph(source, folder, 4);
  const once = (/** @type {number} */ factor) => ({ factor, passes: [{ file: `x${factor}.onnx`, factor }] });
  // The slim x4 leaves a dotted grain on plain colours; x2 twice does not (docs/decisions/0014-four-times-is-twice-twice.md).
  const twice = { factor: 4, passes: [2, 2].map((factor) => ({ file: 'x2.onnx', factor })) };
  const manifest = {
    name: described.name.endsWith('esrgan-slim') ? 'ESRGAN slim' : described.name.split('/').at(-1),
    licence: described.license ?? null,
    source: `npm ${described.name}@${described.version}`,
    range: isDeep ? 1 : 255,
    channels: 'rgb',
    factors: [once(2), once(3), isDeep ? once(4) : twice],
  };
  writeFileSync(join(folder, 'upscaler.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  writeFileSync(join(folder, 'LICENSE'), readFileSync(join(source, 'LICENSE')));
  console.log(folder);
}

/**
 * @param {string} source
 * @param {string} folder
 * @param {number} factor
 * @returns whether it is one of the deep networks
 */
function graph(source, folder, factor) {
  const from = join(source, 'models', `x${factor}`);
  const model = LayersModel.parse(JSON.parse(readFileSync(join(from, 'model.json'), 'utf8')));
  const shards = model.weightsManifest.flatMap(({ paths }) => paths.map((path) => readFileSync(join(from, path))));
  writeFileSync(join(folder, `x${factor}.onnx`), writeOnnxModel(fromLayersModel(model, Buffer.concat(shards))));
  return model.modelTopology.model_config.config.layers.some((layer) => layer.class_name === 'MultiplyBeta');
}
