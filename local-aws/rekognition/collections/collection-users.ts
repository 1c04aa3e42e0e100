import type { StoredUser } from './face-journal.ts';

/** Milliseconds in which a user is UPDATING after its faces have changed: on AWS this goes on after the answer. */
const settlesIn = 100;

/** The users of a collection, in memory: which faces have which name. A face has one at most. */
export class CollectionUsers {
  readonly #byId = new Map<string, StoredUser>();
  readonly #ofFaces = new Map<string, string>();
  readonly #settled = new Map<string, number>();

  constructor(users: readonly StoredUser[]) {
    for (const user of users) this.#remember(user);
  }

  /** In the order of their ids. */
  all(): StoredUser[] {
    return [...this.#byId.keys()].sort().map((userId) => this.#byId.get(userId)!);
  }

  get size(): number {
    return this.#byId.size;
  }

  get(userId: string): StoredUser | undefined {
    return this.#byId.get(userId);
  }

  except(userId: string): StoredUser[] {
    return this.all().filter((user) => user.userId !== userId);
  }

  /** Who the face is. */
  ofFace(faceId: string): string | undefined {
    return this.#ofFaces.get(faceId);
  }

  statusOf({ userId, faceIds }: StoredUser): 'ACTIVE' | 'UPDATING' | 'CREATED' {
    if ((this.#settled.get(userId) ?? 0) > performance.now()) return 'UPDATING';
    return faceIds.length === 0 ? 'CREATED' : 'ACTIVE';
  }

  set(user: StoredUser): void {
    const hadFaces = this.#byId.get(user.userId)?.faceIds.length ?? 0;
    this.delete(user.userId);
    this.#remember(user);
    if (hadFaces + user.faceIds.length > 0) this.#settled.set(user.userId, performance.now() + settlesIn);
  }

  delete(userId: string): void {
    for (const faceId of this.#byId.get(userId)?.faceIds ?? []) this.#ofFaces.delete(faceId);
    this.#byId.delete(userId);
    this.#settled.delete(userId);
  }

  #remember(user: StoredUser): void {
    this.#byId.set(user.userId, user);
    for (const faceId of user.faceIds) this.#ofFaces.set(faceId, user.userId);
  }
}
