// Looks at a folder before anything is loaded: which family it is, what it can do, or in one sentence why it cannot be used.

import { statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { currentInspection, ModelManifest } from '../../shared/domain/model.ts';
import { TesseraError } from '../../shared/errors.ts';
import { checkAgreement } from './check-agreement.ts';
import { checkGraph } from './check-graph.ts';
import { inspectFlowTransformer } from './inspect-flow-transformer.ts';
import { inspectStableDiffusion } from './inspect-stable-diffusion.ts';
import { hasModelFile, readModelJson, readOptionalModelJson } from './model-json.ts';
import { describeMemory } from './describe-memory.ts';
import { describeHeader } from './model-header.ts';
import { namesIn } from './names-in.ts';
import { checkInside, describeFiles } from './needed-files.ts';
import { otherWeights, refuseOtherFormats } from './other-formats.ts';
import { refusalFor } from './refusal.ts';

const manifestFile = 'tessera.json';
const worksToday =
  'So far Tessera draws with ONNX exports of Stable Diffusion 1, 2, XL and 3, of Flux, and of their turbo and latent consistency models.';
const supportedClass =
  /^(?:ORT|Onnx)?(?:StableDiffusion|StableDiffusionXL|StableDiffusion3|Flux|LatentConsistencyModel)(?:Img2Img|Inpaint)?Pipeline$/;
const transformerFile = 'transformer/model.onnx';
const graphFiles = ['unet/model.onnx', transformerFile, 'text_encoder/model.onnx', 'vae_decoder/model.onnx'];
/** Folders only other families have, and those families. */
const foreignFolders: ReadonlyMap<string, string> = new Map([
  ['prior', 'Kandinsky or Stable Cascade'],
  ['motion_adapter', 'a model that animates'],
  ['text_encoder_4', 'HiDream'],
]);

/**
 * @param options.hash reads every file in full for its SHA-256
 * @throws FILE_NOT_FOUND, MODEL_NOT_A_MODEL, MODEL_MISSING_FILE, MODEL_CORRUPT, MODEL_LFS_POINTER, MODEL_UNSAFE_PATH, MODEL_UNSUPPORTED
 */
export async function inspectModel(options: {
  readonly folder: string;
  readonly hash: boolean;
}): Promise<ModelManifest> {
  try {
    checkIsFolder(options.folder);
    if (hasModelFile({ folder: options.folder, path: manifestFile })) return parsed(await inspectStated(options));
    checkFamily(options.folder);
    return parsed(await inspectByFamily(options));
  } catch (thrown) {
    throw refusalFor(thrown);
  }
}

/** Configs may say what cannot be; nothing of it gets further than here. */
function parsed(manifest: ModelManifest): ModelManifest {
  const checked = ModelManifest.safeParse({ ...manifest, inspection: currentInspection });
  if (checked.success) return checked.data;
  const place = checked.error.issues[0]?.path.join('.') ?? '';
  throw new TesseraError(
    'MODEL_CORRUPT',
    `The configs of this folder describe a model that cannot be: ${place} makes no sense. Download the folder again.`,
    { cause: checked.error, details: { field: place } },
  );
}

async function inspectByFamily(options: { readonly folder: string; readonly hash: boolean }): Promise<ModelManifest> {
  const { folder } = options;
  const hasTransformer = hasModelFile({ folder, path: transformerFile });
  const manifest = await (hasTransformer ? inspectFlowTransformer(options) : inspectStableDiffusion(options));
  checkAgreement(folder, manifest);
  return { ...manifest, header: describeHeader(folder, manifest.files), memory: describeMemory(folder, manifest) };
}

/** A folder of our own making says what it is; its word is held against its files. */
async function inspectStated(options: { readonly folder: string; readonly hash: boolean }): Promise<ModelManifest> {
  const { folder, hash } = options;
  const stated = readModelJson({ folder, path: manifestFile, schema: ModelManifest });
  if (stated.family === 'mock') {
    throw new TesseraError(
      'MODEL_UNSUPPORTED',
      'tessera.json calls this folder a mock model, and mocks have no folder.',
    );
  }
  for (const file of stated.files) checkInside(folder, file.path);
  const files = await describeFiles({ folder, hash, paths: stated.files.map((file) => file.path) });
  for (const found of files) {
    const wanted = stated.files.find((file) => file.path === found.path);
    if (wanted === undefined) continue;
    if (wanted.sizeBytes !== found.sizeBytes) {
      throw corrupt(found.path, `has ${found.sizeBytes} bytes where tessera.json says ${wanted.sizeBytes}`);
    }
    if (wanted.sha256 !== null && found.sha256 !== null && wanted.sha256 !== found.sha256) {
      throw corrupt(found.path, 'is not the file that tessera.json describes: its checksum differs');
    }
  }
  for (const file of files) if (file.path.endsWith('.onnx')) checkGraph({ folder, path: file.path });
  if (stated.family !== 'exemplar') await inspectByFamily({ folder, hash: false });
  const header = describeHeader(folder, files);
  return { ...stated, header, files, sizeBytes: files.reduce((sum, file) => sum + file.sizeBytes, 0) };
}

function checkIsFolder(folder: string): void {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found === undefined) {
    throw new TesseraError(
      'FILE_NOT_FOUND',
      `There is no folder "${basename(folder)}" at that path. Check the path and try again.`,
    );
  }
  if (found.isDirectory()) return;
  const name = basename(folder);
  if (found.isFile()) refuseOtherFormats({ folder: dirname(folder), path: name });
  if (otherWeights.test(folder)) {
    throw new TesseraError(
      'MODEL_UNSUPPORTED',
      `"${name}" holds weights for other programs. ${worksToday} Export it to ONNX first.`,
    );
  }
  throw new TesseraError(
    'MODEL_NOT_A_MODEL',
    `"${name}" is a file. Point at the folder that holds unet/ and text_encoder/.`,
  );
}

function checkFamily(folder: string): void {
  const schema = z.looseObject({ _class_name: z.string().optional() });
  const pipelineClass = readOptionalModelJson({ folder, path: 'model_index.json', schema })?._class_name;
  if (pipelineClass !== undefined && !supportedClass.test(pipelineClass)) {
    throw new TesseraError('MODEL_UNSUPPORTED', `This folder is a ${pipelineClass.slice(0, 100)}. ${worksToday}`, {
      details: { pipelineClass },
    });
  }
  const names = namesIn(folder);
  const foreign = names.find((name) => foreignFolders.has(name));
  if (foreign !== undefined) {
    throw new TesseraError(
      'MODEL_UNSUPPORTED',
      `The folder ${foreign}/ belongs to ${foreignFolders.get(foreign)}. ${worksToday}`,
    );
  }
  const present = graphFiles.filter((path) => hasModelFile({ folder, path }));
  if (present.length > 0) return;
  if (holdsTorchWeights(folder)) {
    throw new TesseraError(
      'MODEL_UNSUPPORTED',
      'This folder holds weights for PyTorch or llama.cpp, and no ONNX export. Export it with "optimum-cli export onnx", or download the ONNX version of the model.',
    );
  }
  throw notAModel(folder, names);
}

function notAModel(folder: string, names: readonly string[]): TesseraError {
  const inner = names.find((name) => graphFiles.some((path) => hasModelFile({ folder, path: `${name}/${path}` })));
  const advice =
    inner === undefined
      ? 'A model folder holds unet/model.onnx or transformer/model.onnx, text_encoder/model.onnx, vae_decoder/model.onnx and tokenizer/.'
      : `The model seems to be in its folder "${inner}": point at that one.`;
  return new TesseraError('MODEL_NOT_A_MODEL', `"${basename(folder)}" holds no model. ${advice}`);
}

function holdsTorchWeights(folder: string): boolean {
  return ['.', 'unet', 'transformer'].some((under) => {
    const place = join(folder, under);
    if (statSync(place, { throwIfNoEntry: false })?.isDirectory() !== true) return false;
    return namesIn(place).some((name) => otherWeights.test(name));
  });
}

function corrupt(path: string, what: string): TesseraError {
  return new TesseraError('MODEL_CORRUPT', `${path} ${what}. Install the model again.`, { details: { file: path } });
}
