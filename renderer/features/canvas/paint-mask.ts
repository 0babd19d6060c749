// Puts the steps of a mask on a canvas, where painted places are opaque, and reads it back as the picture that a recipe takes.

import { feathered, type MaskDrawing, type MaskStep, type Point } from './mask-drawing.ts';

/** @param base the mask that was there before the first step; its canvas is as large */
export function paintMask(canvas: HTMLCanvasElement, drawing: MaskDrawing, base: Uint8Array | null): void {
  const context = contextOf(canvas);
  context.clearRect(0, 0, canvas.width, canvas.height);
  if (base !== null) putAlpha(canvas, base);
  for (const step of drawing.steps) paintStep(context, step);
  if (drawing.feather > 0) putAlpha(canvas, feathered(alphaOf(canvas), canvas, drawing.feather));
}

/** One piece of a stroke under way, so that a line follows the hand however much was painted before. */
export function paintPiece(canvas: HTMLCanvasElement, stroke: Extract<MaskStep, { kind: 'stroke' }>): void {
  paintStep(contextOf(canvas), { ...stroke, points: stroke.points.slice(-2) });
}

/** 0..1 of the mask that is painted anew. */
export function paintedShare(canvas: HTMLCanvasElement): number {
  const alpha = alphaOf(canvas);
  return alpha.filter((value) => value >= 128).length / alpha.length;
}

/** White where it is painted, black where it is kept. */
export async function maskPicture(canvas: HTMLCanvasElement): Promise<Blob> {
  const alpha = alphaOf(canvas);
  const copy = new OffscreenCanvas(canvas.width, canvas.height);
  const pixels = new ImageData(canvas.width, canvas.height);
  for (const [at, value] of alpha.entries()) pixels.data.set([value, value, value, 255], at * 4);
  copy.getContext('2d')?.putImageData(pixels, 0, 0);
  return copy.convertToBlob({ type: 'image/png' });
}

/** A mask as it was handed in, read back. */
export async function readMask(address: string, canvas: HTMLCanvasElement): Promise<Uint8Array> {
  const { width, height } = canvas;
  const image = new Image();
  image.src = address;
  await image.decode();
  const context = new OffscreenCanvas(width, height).getContext('2d');
  context?.drawImage(image, 0, 0, width, height);
  const pixels = context?.getImageData(0, 0, width, height).data;
  return Uint8Array.from({ length: width * height }, (_, at) => pixels?.[at * 4] ?? 0);
}

function paintStep(context: CanvasRenderingContext2D, step: MaskStep): void {
  const { canvas } = context;
  context.save();
  context.fillStyle = colourOf(canvas);
  context.strokeStyle = context.fillStyle;
  switch (step.kind) {
    case 'clear':
      context.clearRect(0, 0, canvas.width, canvas.height);
      break;
    case 'invert':
      context.globalCompositeOperation = 'xor';
      context.fillRect(0, 0, canvas.width, canvas.height);
      break;
    case 'stroke':
      if (step.erase) context.globalCompositeOperation = 'destination-out';
      context.lineCap = 'round';
      context.lineJoin = 'round';
      context.lineWidth = step.size;
      // A line to where it begins is a dot.
      trace(context, [step.points[0], ...step.points]);
      context.stroke();
      break;
    case 'lasso':
      if (step.erase) context.globalCompositeOperation = 'destination-out';
      trace(context, step.points);
      context.fill();
      break;
    default:
      step satisfies never;
  }
  context.restore();
}

function trace(context: CanvasRenderingContext2D, points: readonly (Point | undefined)[]): void {
  context.beginPath();
  for (const point of points) if (point !== undefined) context.lineTo(point.x, point.y);
}

function putAlpha(canvas: HTMLCanvasElement, alpha: Uint8Array): void {
  const context = contextOf(canvas);
  context.save();
  context.fillStyle = colourOf(canvas);
  context.fillRect(0, 0, canvas.width, canvas.height);
  const pixels = context.getImageData(0, 0, canvas.width, canvas.height);
  for (const [at, value] of alpha.entries()) pixels.data[at * 4 + 3] = value;
  context.putImageData(pixels, 0, 0);
  context.restore();
}

function alphaOf(canvas: HTMLCanvasElement): Uint8Array {
  const { data } = contextOf(canvas).getImageData(0, 0, canvas.width, canvas.height);
  return Uint8Array.from({ length: data.length / 4 }, (_, at) => data[at * 4 + 3] ?? 0);
}

/** The theme says in which colour a mask is seen. */
function colourOf(canvas: HTMLCanvasElement): string {
  return getComputedStyle(canvas).color;
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('this page has no canvas');
  return context;
}
