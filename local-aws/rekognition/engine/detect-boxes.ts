import { lookAgain } from './close-ups.ts';
import { type Find, look, lookCloser, type Region } from './look.ts';
import type { ImagePyramid } from './picture/image-pyramid.ts';
import { areaOf, type ScoredBox, suppressOverlaps } from './scored-box.ts';

/** Of two looks, that a box must reach. */
const lowestScore = 0.5;

/**
 * What may be the faces of a picture, largest first and then left to right: the order that numbers them everywhere else.
 */
export async function detectBoxes(image: ImagePyramid, { onlyLargest = false } = {}): Promise<ScoredBox[]> {
  const { width, height } = image.full;
  const whole = { x: 0, y: 0, width, height };
  const finds = await look(image, whole);
  const [largest] = largestFirst(finds.filter(({ score }) => score >= lowestScore));
  const isClear = largest && largest.score >= 0.97;
  if (onlyLargest && isClear) {
    // Closer looks show smaller faces; of two that are nearly as large, a second look at both says which is larger.
    const large = finds.filter((find) => areaOf(find) >= areaOf(largest) / 2 && find.score >= lowestScore);
    return largestFirst(await lookAtEachAgain(image, large));
  }
  // A face that fills the picture is found with black around it.
  if (!isClear) finds.push(...(await look(image, enlarged(whole, 1.4))));
  finds.push(...(await lookCloser(image, whole)));
  const boxes = await lookAtEachAgain(image, suppressOverlaps(finds));
  return largestFirst(suppressOverlaps(boxes.filter(({ score }) => score >= lowestScore)));
}

/** What fills the picture has little around it to be drawn with: a second look that is somewhat less sure says nothing. */
async function lookAtEachAgain(image: ImagePyramid, finds: readonly Find[]): Promise<ScoredBox[]> {
  const boxes = await lookAgain(image, finds);
  return boxes.map((box, index) => {
    const { height, score } = finds[index]!;
    const again = 2 * box.score - score;
    return height >= image.full.height / 2 && again >= lowestScore
      ? { ...box, score: Math.max(score, again) }
      : box;
  });
}

const largestFirst = <Box extends ScoredBox>(boxes: readonly Box[]): Box[] =>
  boxes.toSorted((one, other) => areaOf(other) - areaOf(one) || one.x - other.x);

function enlarged({ x, y, width, height }: Region, times: number): Region {
  const more = (times - 1) / 2;
  return { x: x - more * width, y: y - more * height, width: times * width, height: times * height };
}
