// Turns ONNX Runtime's error texts into coded errors; it gives no codes of its own, and its texts hold paths.

import { TesseraError } from '../../shared/errors.ts';
import { operatorMissing } from './provider-operators.ts';

/** What went wrong while a graph was opened. `label` names the graph without the path of its home. */
export function openError(thrown: unknown, label: string): TesseraError {
  const text = textOf(thrown);
  const missing = /Could not find an implementation for (\w+)/.exec(text) ?? /No Op registered for (\w+)/.exec(text);
  if (missing?.[1] !== undefined) return operatorMissing({ operator: missing[1], label, madeFor: null, cause: thrown });
  const refuse = (
    code: 'MODEL_CORRUPT' | 'MODEL_MISSING_FILE' | 'MODEL_UNSAFE_PATH' | 'MODEL_UNSUPPORTED',
    message: string,
  ) => new TesseraError(code, message, { cause: thrown, details: { file: label } });
  if (isOutOfMemory(text)) return outOfMemory(thrown, label);
  if (/External data path (?:escapes|.*absolute)|escapes both/.test(text)) {
    return refuse(
      'MODEL_UNSAFE_PATH',
      `${label} wants weights from outside its own folder. Get the model from its original source.`,
    );
  }
  if (/External data path|File doesn't exist/.test(text)) {
    return refuse(
      'MODEL_MISSING_FILE',
      `A file that ${label} needs is missing. Download the model's folder again in full.`,
    );
  }
  if (/Protobuf parsing failed|does not have a graph|out of bounds or can not be read in full/.test(text)) {
    return refuse('MODEL_CORRUPT', `${label} is damaged or not complete. Download or copy the file again.`);
  }
  if (/Opset \d+ is under development|Unsupported model IR version/.test(text)) {
    return refuse(
      'MODEL_UNSUPPORTED',
      `${label} was exported for a newer ONNX Runtime than Tessera has. Use an export with operator set 21 or lower.`,
    );
  }
  return refuse('MODEL_CORRUPT', `${label} cannot be opened: ${firstSentence(text)}. Try another export of the model.`);
}

/** What went wrong in a run. */
export function runError(thrown: unknown, label: string): TesseraError {
  const text = textOf(thrown);
  if (isOutOfMemory(text)) return outOfMemory(thrown, label);
  return new TesseraError(
    'MODEL_UNSUPPORTED',
    `${label} refused what it was given: ${firstSentence(text)}. The model may be made for another size or another kind of pipeline.`,
    { cause: thrown, details: { file: label } },
  );
}

function outOfMemory(thrown: unknown, label: string): TesseraError {
  return new TesseraError(
    'OUT_OF_MEMORY',
    `There is not enough memory to run ${label}. Draw smaller pictures, close other programs, or use a smaller model.`,
    { cause: thrown, details: { file: label } },
  );
}

function isOutOfMemory(text: string): boolean {
  return /Failed to allocate memory|bad_alloc|bad allocation|out of memory|bad array new length/i.test(text);
}

function textOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** ONNX Runtime writes C++ source places and absolute paths into its messages; neither helps, and the latter leaves the machine. */
function firstSentence(text: string): string {
  const plain = text
    .replace(/^Load model from .*? failed:/, '')
    .replace(/\/?onnxruntime_src\S+(?: [^\n]*?\))?/g, '')
    .replace(/(?:[A-Za-z]:)?[\\/](?:[^\s"':]+[\\/])+[^\s"':]*/g, 'a file')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return plain.slice(0, 240).replace(/[.\s]+$/, '');
}
