// The tensor port on ONNX Runtime; the only file that loads onnxruntime-node, and it does so when first asked.

import { basename, dirname, join } from 'node:path';
import type * as OrtModule from 'onnxruntime-node';
import type { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { z } from 'zod';
import { TesseraError } from '../../shared/errors.ts';
import { madeOnce, trimMadeGraphs } from '../models/made-graphs.ts';
import { checkExternalFiles, checkModelFile } from '../onnx/external-files.ts';
import { readGraphHeader } from '../onnx/graph-header.ts';
import { widenedGraphName, widenGraph } from '../onnx/widen-graph.ts';
import { coerceFeed } from './feed-coercion.ts';
import { fromFloat16Bits } from './float16.ts';
import { openError, runError } from './ort-errors.ts';
import type { MemoryRoom, Session, Tensor, TensorInfo, TensorRuntime, TensorType } from './tensor-runtime.ts';

type Ort = typeof OrtModule;

export interface OrtRuntimeOptions {
  /** In order of preference; the CPU always stands at the end. */
  readonly providers?: readonly string[];
  /** Threads for one operator; ONNX Runtime takes one per physical core unless told. */
  readonly threads?: number;
  readonly clock?: () => number;
  readonly room?: MemoryRoom;
  /** Where graphs are kept that were rewritten for single precision; left out, none are rewritten. */
  readonly widenedGraphs?: string;
}

const tensorTypes: readonly string[] = ['float32', 'float16', 'int64', 'int32', 'bool'] satisfies TensorType[];
/** What the binding prints by itself is coloured noise on stderr: everything that matters is thrown as well. */
const logFatalOnly = 4;

/** @throws PROVIDER_UNAVAILABLE when a provider is not part of this build */
export async function createOrtRuntime(options: OrtRuntimeOptions = {}): Promise<TensorRuntime> {
  const ort = await loadOrt();
  const clock = options.clock ?? (() => performance.now());
  const providers = [...new Set([...(options.providers ?? []), 'cpu'])];
  refuseUnknownProviders(ort, providers);
  const spent = { sessionMs: 0, sessionRuns: 0 };
  // ONNX Runtime blocks the thread anyway; one after the other also keeps two runs of one session apart.
  let last: Promise<unknown> = Promise.resolve();
  function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  }

  async function timed<Result>(work: () => Promise<Result>): Promise<Result> {
    const started = clock();
    try {
      return await work();
    } finally {
      spent.sessionMs += clock() - started;
      spent.sessionRuns += 1;
    }
  }

  return {
    spent,
    versions: { onnxruntime: ort.env.versions.node ?? ort.env.versions.common },
    providers,
    offered: ort.listSupportedBackends().map(({ name }) => name),
    ...(options.room === undefined ? {} : { room: options.room }),
    async open(given, how) {
      const path = how?.widened === true ? widenedCopy(given, options.widenedGraphs) : given;
      const label = join(basename(dirname(path)), basename(path)).replaceAll('\\', '/');
      checkModelFile(path, label);
      const header = readGraphHeader({ path, label });
      checkExternalFiles({ graphPath: path, graphLabel: label, header });
      const session = await inTurn(() =>
        ort.InferenceSession.create(path, sessionOptions(providers, options.threads)).catch((thrown: unknown) => {
          throw openError(thrown, label);
        }),
      );
      // An empty shape in the metadata means a scalar or "not said"; only the file tells which.
      const openRank = new Set(header.inputs.filter((input) => input.dims === undefined).map((input) => input.name));
      const isHalf = options.widenedGraphs !== undefined && header.weights.types.has('float16');
      return openedSession({ ort, session, label, openRank, isHalf, inTurn, timed });
    },
  };
}

/** Made when it is first needed: a model that computes well in half precision never is. */
function widenedCopy(graph: string, cache: string | undefined): string {
  if (cache === undefined) return graph;
  const name = basename(dirname(graph));
  const make = (folder: string) => {
    widenGraph(graph, folder);
    return {};
  };
  const { path } = madeOnce({ cache, name, graph, recipe: 'widened', schema: z.object({}), make });
  trimMadeGraphs(cache, new Set([path]));
  return join(path, widenedGraphName);
}

/** Imported late, so that a process that never computes never loads 46 MB of native code. */
async function loadOrt(): Promise<Ort> {
  // Its official builds report to their maker unless this stands in the environment before the library is loaded:
  // docs/decisions/0020-the-runtimes-telemetry-is-off.md
  process.env['ORT_DISABLE_TELEMETRY'] = '1';
  try {
    const loaded = await import('onnxruntime-node');
    return 'default' in loaded ? (loaded.default as Ort) : loaded;
  } catch (cause) {
    throw new TesseraError(
      'ENGINE_UNAVAILABLE',
      'ONNX Runtime cannot be loaded on this machine. Install Tessera again; on Linux it needs glibc 2.28 or newer.',
      { cause },
    );
  }
}

/** ONNX Runtime itself only prints a warning for a name it does not know, and then computes on the CPU. */
function refuseUnknownProviders(ort: Ort, providers: readonly string[]): void {
  const known = ort.listSupportedBackends().map((backend) => backend.name);
  const unknown = providers.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new TesseraError(
      'PROVIDER_UNAVAILABLE',
      `This build cannot compute with "${unknown}". Choose one of: ${known.join(', ')}.`,
      { details: { provider: unknown, known } },
    );
  }
}

function sessionOptions(providers: readonly string[], threads: number | undefined): InferenceSession.SessionOptions {
  return {
    executionProviders: [...providers],
    // The arena rounds requests up to powers of two, and Electron's allocator kills the process above 1 GiB:
    // https://github.com/electron/electron/issues/44291
    enableCpuMemArena: false,
    enableMemPattern: false,
    executionMode: 'sequential',
    logSeverityLevel: logFatalOnly,
    ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
  };
}

function openedSession(options: {
  readonly ort: Ort;
  readonly session: InferenceSession;
  readonly label: string;
  readonly openRank: ReadonlySet<string>;
  readonly isHalf: boolean;
  readonly inTurn: <Result>(work: () => Promise<Result>) => Promise<Result>;
  readonly timed: <Result>(work: () => Promise<Result>) => Promise<Result>;
}): Session {
  const { ort, session, label, openRank, isHalf, inTurn, timed } = options;
  const inputs = session.inputMetadata.map((value) => tensorInfo(value, label));
  const outputs = session.outputMetadata.filter(isUsable).map((value) => tensorInfo(value, label));
  const outputNames = outputs.map((output) => output.name);
  let closed: Promise<void> | null = null;

  function ortFeeds(feeds: Readonly<Record<string, Tensor>>): Record<string, OrtTensor> {
    const unknown = Object.keys(feeds).find((name) => !inputs.some((input) => input.name === name));
    if (unknown !== undefined) throw wrongFeed(label, `has no input ${unknown}`, inputs);
    return Object.fromEntries(
      inputs.map((input) => {
        const feed = feeds[input.name];
        if (feed === undefined) throw wrongFeed(label, `was not given its input ${input.name}`, inputs);
        const dims = openRank.has(input.name) ? null : input.dims;
        return [input.name, toOrt(ort, coerceFeed({ feed, input: { ...input, dims }, graph: label }))];
      }),
    );
  }

  return {
    isHalf,
    inputs,
    outputs,
    async run(feeds) {
      if (closed !== null) throw new TesseraError('INTERNAL', `${label} was used after it was closed.`);
      const given = ortFeeds(feeds);
      const results = await inTurn(() =>
        timed(() => session.run(given, outputNames)).catch((thrown: unknown) => {
          throw runError(thrown, label);
        }),
      );
      return Object.fromEntries(outputNames.map((name) => [name, fromOrt(results[name], label)]));
    },
    close() {
      // In turn, because releasing a session in the tick it was asked to run makes the run fail.
      closed ??= inTurn(() => session.release());
      return closed;
    },
  };
}

function wrongFeed(label: string, what: string, inputs: readonly TensorInfo[]): TesseraError {
  return new TesseraError(
    'MODEL_UNSUPPORTED',
    `${label} ${what}; it takes ${inputs.map((input) => input.name).join(', ')}. It is made for another kind of pipeline.`,
    { details: { file: label } },
  );
}

function isUsable(value: InferenceSession.ValueMetadata): boolean {
  return value.isTensor && tensorTypes.includes(value.type);
}

function tensorInfo(value: InferenceSession.ValueMetadata, label: string): TensorInfo {
  if (!value.isTensor || !isUsable(value)) {
    throw new TesseraError(
      'MODEL_UNSUPPORTED',
      `${label} wants its input ${value.name} as ${value.isTensor ? value.type : 'something that is no tensor'}, which Tessera cannot make. Use a float32 or float16 export.`,
      { details: { file: label, input: value.name } },
    );
  }
  return { name: value.name, type: value.type as TensorType, dims: value.shape };
}

function toOrt(ort: Ort, tensor: Tensor): OrtTensor {
  const dims = [...tensor.dims];
  if (tensor.type !== 'float16') return new ort.Tensor(tensor.type, tensor.data as Float32Array, dims);
  // 1.30 cannot take float16 data where Float16Array exists: https://github.com/microsoft/onnxruntime/pull/32323
  const retagged = new ort.Tensor('uint16', tensor.data as Uint16Array, dims);
  return Object.assign(retagged as OrtTensor, { type: 'float16' });
}

function fromOrt(tensor: OrtTensor | undefined, label: string): Tensor {
  if (tensor === undefined) throw new TesseraError('INTERNAL', `${label} did not give one of its outputs.`);
  const data = tensor.data as Tensor['data'];
  if (tensor.type === 'float16') {
    // A Float16Array under Node 24, a Uint16Array before; the bits are the same.
    const bits = new Uint16Array(data.buffer, data.byteOffset, data.length);
    return { type: 'float32', dims: tensor.dims, data: fromFloat16Bits(bits) };
  }
  return { type: tensor.type as TensorType, dims: tensor.dims, data };
}
