import { canvasHeight, canvasWidth, detectOnCanvas } from './nets.ts';
import type { ImagePyramid } from './picture/image-pyramid.ts';
import { apply, invert, similarityTransform } from './picture/similarity-transform.ts';
import { warp } from './picture/warp.ts';
import { centreOf, intersectionOverUnion, type ScoredBox } from './scored-box.ts';

/** So many are drawn on one canvas: a look at each costs a sixth. */
const columns = 3;
const rows = 2;
const cell = { width: Math.floor(canvasWidth / columns), height: canvasHeight / rows };
/** In pixels: a size that the detector knows best, with as much around it. */
const faceSide = 56;

/**
 * Looks at each find again, drawn at one size. What is a face is found again, in a better box when it was small; what only
 * looked like one at its own size mostly is not. The score is the mean of both looks; a find that is not found again keeps
 * its box, and half its score.
 */
export async function lookAgain(image: ImagePyramid, finds: readonly ScoredBox[]): Promise<ScoredBox[]> {
  const seen: ScoredBox[] = [];
  for (let start = 0; start < finds.length; start += columns * rows) {
    seen.push(...(await lookAtSheet(image, finds.slice(start, start + columns * rows))));
  }
  return seen;
}

async function lookAtSheet(image: ImagePyramid, finds: readonly ScoredBox[]): Promise<ScoredBox[]> {
  const toCells = finds.map((find) =>
    similarityTransform({
      scale: faceSide / Math.max(find.width, find.height),
      from: centreOf(find),
      to: { x: cell.width / 2, y: cell.height / 2 },
    }),
  );
  const sheet = drawSheet(toCells.map((toCell) => warp(image, toCell, cell)));
  const again = finds.map((): ScoredBox | undefined => undefined);
  for (const { left, top, right, bottom, score } of await detectOnCanvas(sheet, 0.05)) {
    const column = Math.floor((left + right) / 2 / cell.width);
    const row = Math.floor((top + bottom) / 2 / cell.height);
    const index = row * columns + column;
    if (column < 0 || column >= columns || row < 0 || index >= finds.length) continue;
    const toImage = invert(toCells[index]!);
    const corner = apply(toImage, { x: left - column * cell.width, y: top - row * cell.height });
    const opposite = apply(toImage, { x: right - column * cell.width, y: bottom - row * cell.height });
    const box = { ...corner, width: opposite.x - corner.x, height: opposite.y - corner.y, score };
    if (score > (again[index]?.score ?? 0) && intersectionOverUnion(box, finds[index]!) > 0.3) {
      again[index] = box;
    }
  }
  return finds.map((find, index) => {
    const box = again[index];
    return { ...(box ?? find), score: (find.score + (box?.score ?? 0)) / 2 };
  });
}

/** The cells side by side on one canvas. */
function drawSheet(cells: readonly Float32Array[]): Float32Array {
  const sheet = new Float32Array(3 * canvasWidth * canvasHeight);
  for (const [index, pixels] of cells.entries()) {
    const left = (index % columns) * cell.width;
    const top = Math.floor(index / columns) * cell.height;
    for (let line = 0; line < 3 * cell.height; line++) {
      const channel = Math.floor(line / cell.height);
      const y = channel * canvasHeight + top + (line % cell.height);
      sheet.set(pixels.subarray(line * cell.width, (line + 1) * cell.width), y * canvasWidth + left);
    }
  }
  return sheet;
}
