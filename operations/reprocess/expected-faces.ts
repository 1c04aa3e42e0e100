import { type KnownPhoto, knownFaces } from './known-photos.ts';

/** Faces of a photo that nobody knows anything of. */
export const assumedFaces = 4;

/** Photos that the assumption counts for, once real ones are known. */
const weightOfAssumption = 10;

/** How many faces a photo will have: as many as its record says, else as many as those of this run had. */
export class ExpectedFaces {
  #photos = weightOfAssumption;
  #faces = weightOfAssumption * assumedFaces;

  of(photo: KnownPhoto): number {
    return knownFaces(photo) ?? this.#faces / this.#photos;
  }

  learn(faces: number): void {
    this.#photos += 1;
    this.#faces += faces;
  }
}
