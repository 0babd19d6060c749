// The arithmetic of looking closer: pure, so that the point under the pointer provably stays there.

export interface View {
  /** Screen pixels per picture pixel; null fits the picture to the stage. */
  readonly scale: number | null;
  /** Where the middle of the picture lies, from the middle of the stage, in screen pixels. */
  readonly x: number;
  readonly y: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

export const fitted: View = { scale: null, x: 0, y: 0 };
const mostScale = 8;

/** Small pictures are shown at up to this multiple of their size: an embedded model's are small, and screens large. */
const mostFitScale = 3;

export function fitScale(picture: Size, stage: Size): number {
  if (stage.width <= 0 || stage.height <= 0) return 1;
  return Math.min(stage.width / picture.width, stage.height / picture.height, mostFitScale);
}

/** Zooms by a factor and keeps the picture's point under `pointer` (from the middle of the stage) where it is. */
export function zoomAt(
  view: View,
  factor: number,
  pointer: { x: number; y: number },
  picture: Size,
  stage: Size,
): View {
  const fit = fitScale(picture, stage);
  const from = view.scale ?? fit;
  const to = Math.min(mostScale, Math.max(Math.min(fit, 1), from * factor));
  if (to <= fit && factor < 1) return fitted;
  const ratio = to / from;
  return bounded(
    { scale: to, x: pointer.x - (pointer.x - view.x) * ratio, y: pointer.y - (pointer.y - view.y) * ratio },
    picture,
    stage,
  );
}

export function panBy(view: View, by: { x: number; y: number }, picture: Size, stage: Size): View {
  if (view.scale === null) return view;
  return bounded({ scale: view.scale, x: view.x + by.x, y: view.y + by.y }, picture, stage);
}

/** The picture never leaves the stage: what is larger covers it, what is smaller stays in its middle. */
function bounded(view: View & { scale: number }, picture: Size, stage: Size): View {
  const spareX = Math.max(0, (picture.width * view.scale - stage.width) / 2);
  const spareY = Math.max(0, (picture.height * view.scale - stage.height) / 2);
  return { scale: view.scale, x: clamp(view.x, spareX), y: clamp(view.y, spareY) };
}

function clamp(value: number, spare: number): number {
  return Math.min(spare, Math.max(-spare, value));
}
