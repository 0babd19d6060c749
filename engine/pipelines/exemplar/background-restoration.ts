// Gives the scene back what the autoencoder takes from it: where a picture shows nothing but its scene, it shows it exactly.
// The scene is known before and after encoding, so its loss is known as well; it is added back wherever the finished
// picture still looks like the encoded scene. Whites become white and stars sharp; drawings are left alone. Farther from
// all drawings it is the scene itself: the encoder writes what it knows of the whole picture into a few places near the
// border, and where the sampler smooths those over, the decoder shows blots.

/** Differences in -1..1 units: below the first a pixel is scene, above the second it is drawing. */
const sceneBelow = 0.15;
const drawingAbove = 0.35;

/**
 * @param planes f32[3, height, width], the decoded picture in -1..1; overwritten
 * @param options.scene f32[3, height, width] as drawn; `options.decodedScene` the same, encoded and decoded
 */
export function restoreBackground(
  planes: Float32Array,
  options: {
    readonly scene: Float32Array;
    readonly decodedScene: Float32Array;
    /** u8[height * width]: 1 where every drawing hides the scene, however alike their colours are. */
    readonly hidden: Uint8Array;
    /** f32[height * width]: 1 where a drawing is or may be, fading to 0 away from all; null where none must be believed. */
    readonly nearDrawings: Float32Array | null;
  },
): void {
  const { scene, decodedScene, hidden, nearDrawings } = options;
  const area = planes.length / 3;
  for (let i = 0; i < area; i++) {
    if (hidden[i] === 1) continue;
    let difference = 0;
    for (let c = 0; c < 3; c++) {
      difference = Math.max(difference, Math.abs((planes[c * area + i] ?? 0) - (decodedScene[c * area + i] ?? 0)));
    }
    const near = nearDrawings?.[i] ?? 1;
    const share = Math.min(1, Math.max(0, (drawingAbove - difference) / (drawingAbove - sceneBelow)));
    if (share === 0 && near === 1) continue;
    for (let c = 0; c < 3; c++) {
      const at = c * area + i;
      const lost = (scene[at] ?? 0) - (decodedScene[at] ?? 0);
      const restored = (planes[at] ?? 0) + lost * share;
      planes[at] = (scene[at] ?? 0) * (1 - near) + restored * near;
    }
  }
}
