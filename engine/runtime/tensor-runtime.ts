// The port every pipeline computes through: open a graph, look at its inputs, run it. Adapters: ONNX Runtime here; a remote server later.

/** Element types the engine works with; float16 is carried as its 16 raw bits. */
export type TensorType = 'float32' | 'float16' | 'int64' | 'int32' | 'bool';

/** A dense tensor in row-major order. Whoever holds it owns `data`; a session copies what it is fed. */
export interface Tensor {
  readonly type: TensorType;
  readonly dims: readonly number[];
  readonly data: Float32Array | Uint16Array | BigInt64Array | Int32Array | Uint8Array;
}

/** What a graph says of one of its inputs or outputs; a symbolic dimension is its name. */
export interface TensorInfo {
  readonly name: string;
  readonly type: TensorType;
  readonly dims: readonly (number | string)[];
}

export interface Session {
  /** Whether any of its numbers are kept in half precision, so that a wider copy may do better; left out where none are. */
  readonly isHalf?: boolean;
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  /**
   * Runs the graph once. Feeds are coerced to the graph's own element type and rank where that loses nothing
   * (float32 to float16, number of the same value to int64); names the graph lacks are refused.
   * Outputs come back as float32 unless they are integers.
   * @throws MODEL_UNSUPPORTED for a shape or type the graph refuses, OUT_OF_MEMORY, INTERNAL
   */
  run(feeds: Readonly<Record<string, Tensor>>): Promise<Readonly<Record<string, Tensor>>>;
  close(): Promise<void>;
}

/** What a process may take, for those who can do with less; a runtime that computes elsewhere has no bounds to tell. */
export interface MemoryRoom {
  /** An allocation of this size ends the process, where there is such a bound. */
  readonly allocationLimitBytes: number;
  /** What the machine can give now without swapping. */
  availableBytes(): number;
}

export interface OpenChoices {
  readonly widened: boolean;
}

export interface TensorRuntime {
  /**
   * Opens a graph by absolute path, external data beside it; `widened` computes with its half-precision numbers in single.
   * @throws MODEL_MISSING_FILE, MODEL_CORRUPT, MODEL_LFS_POINTER, MODEL_UNSUPPORTED, MODEL_UNSAFE_PATH
   */
  open(path: string, how?: OpenChoices): Promise<Session>;
  /** Wall time spent in `run` of all sessions so far, and how many runs that was. */
  readonly spent: { readonly sessionMs: number; readonly sessionRuns: number };
  readonly versions: Readonly<Record<string, string>>;
  /** In order of preference; the first computes, the processor does what it cannot. */
  readonly providers: readonly string[];
  /** What this build has, whether it works on this machine or not. */
  readonly offered: readonly string[];
  readonly room?: MemoryRoom;
}
