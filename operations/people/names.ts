import type { Target } from '../connect.ts';
import { toName } from './user-id.ts';
import { listFaces, mostFaceIds } from './users.ts';

/** Rekognition's form of a face's id: it refuses a whole list for one that is none. */
export const faceIdForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A face of a record that is somebody, or any other face. */
interface AnyFace {
  readonly outcome: string;
  readonly faceId?: string;
  readonly personId?: string;
}

/** The most that is remembered, of however many faces are shown. */
const mostRemembered = 50_000;

/**
 * The names of faces, looked up when something is shown, so that a new name is true of old records. One ListFaces for up
 * to 4,096 faces; what is known is not asked for again, for `goodFor` milliseconds.
 */
export class Names {
  readonly #target: Pick<Target, 'rekognition' | 'deployment'>;
  readonly #goodFor: number;
  readonly #known = new Map<string, { readonly name: string | undefined; readonly until: number }>();

  constructor(
    target: Pick<Target, 'rekognition' | 'deployment'>,
    { goodFor = Number.POSITIVE_INFINITY }: { goodFor?: number } = {},
  ) {
    this.#target = target;
    this.#goodFor = goodFor;
  }

  /** The names of those of the faces that have one, by faceId. Throws what Rekognition answered. */
  async of(faceIds: Iterable<string>): Promise<ReadonlyMap<string, string>> {
    const now = Date.now();
    const wanted = [...new Set(faceIds)].filter((faceId) => faceIdForm.test(faceId));
    const unknown = wanted.filter((faceId) => (this.#known.get(faceId)?.until ?? 0) <= now);
    if (this.#known.size + unknown.length > mostRemembered) this.#known.clear();
    const names = new Map<string, string>();
    for (const faceId of wanted) this.#tell(names, faceId);
    for (let start = 0; start < unknown.length; start += mostFaceIds) {
      const FaceIds = unknown.slice(start, start + mostFaceIds);
      const users = new Map<string, string | undefined>();
      for await (const { FaceId, UserId } of listFaces(this.#target, { FaceIds })) users.set(FaceId!, UserId);
      for (const faceId of FaceIds) {
        const userId = users.get(faceId);
        const name = userId === undefined ? undefined : toName(userId);
        this.#known.set(faceId, { name, until: now + this.#goodFor });
        names.delete(faceId);
        this.#tell(names, faceId);
      }
    }
    return names;
  }

  /** Names were changed: whoever asks next asks Rekognition. */
  outdate(): void {
    this.#known.clear();
  }

  /** The faces, each with the name of the person whom it is, where they have one. */
  async with<Face extends AnyFace>(faces: readonly Face[]): Promise<(Face & { readonly name?: string })[]> {
    const names = await this.of(faces.flatMap(idsOf));
    return faces.map((face) => {
      const name = idsOf(face)
        .map((id) => names.get(id))
        .find((each) => each !== undefined);
      return name === undefined ? face : { ...face, name };
    });
  }

  #tell(names: Map<string, string>, faceId: string): void {
    const name = this.#known.get(faceId)?.name;
    if (name !== undefined) names.set(faceId, name);
  }
}

/** The face's own name comes before that of the person as whom it was indexed. */
export const idsOf = ({ faceId, personId }: { readonly faceId?: string; readonly personId?: string }) =>
  [faceId, personId].filter((id) => id !== undefined);
