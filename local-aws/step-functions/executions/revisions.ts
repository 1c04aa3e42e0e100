import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StateMachineDefinition } from '../definition/states-language.ts';

/** A definition that executions were started with. It is kept, because a redrive runs the same one, as on AWS. */
export interface Revision {
  readonly id: string;
  /** Epoch seconds. */
  readonly creationDate: number;
  readonly definition: StateMachineDefinition;
}

/** A machine as it was when it was made. */
export interface FirstRevision {
  readonly id: string;
  /** Epoch seconds. */
  readonly creationDate: number;
}

/** A file per definition, and `machines.json`, which says with which one each machine began. */
export class Revisions {
  readonly #folder: string;
  readonly #read = new Map<string, Revision>();

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#folder = folder;
  }

  has(definition: StateMachineDefinition): boolean {
    return existsSync(this.#path(idOf(definition)));
  }

  keep(definition: StateMachineDefinition): Revision {
    const id = idOf(definition);
    const path = this.#path(id);
    if (!existsSync(path)) {
      const revision: Revision = { id, creationDate: Date.now() / 1000, definition };
      write(path, revision);
    }
    return this.read(id);
  }

  read(id: string): Revision {
    const revision: Revision = this.#read.get(id) ?? JSON.parse(readFileSync(this.#path(id), 'utf8'));
    this.#read.set(id, revision);
    return revision;
  }

  /** That of a machine which had none becomes `given`. */
  firstOf(machine: string, given: Revision): FirstRevision {
    const path = join(this.#folder, 'machines.json');
    const known: Record<string, FirstRevision> = existsSync(path)
      ? JSON.parse(readFileSync(path, 'utf8'))
      : {};
    const first = known[machine] ?? { id: given.id, creationDate: given.creationDate };
    if (!known[machine]) write(path, { ...known, [machine]: first });
    return first;
  }

  #path(id: string): string {
    return join(this.#folder, `${id}.json`);
  }
}

function write(path: string, value: object): void {
  writeFileSync(`${path}.new`, JSON.stringify(value, null, 2));
  renameSync(`${path}.new`, path);
}

const idOf = (definition: StateMachineDefinition) =>
  createHash('sha256').update(JSON.stringify(definition)).digest('hex').slice(0, 32);
