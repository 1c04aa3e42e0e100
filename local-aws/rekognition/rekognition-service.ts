import type { JsonService } from '../gateway/json-protocol.ts';
import { Collections } from './collections/collections.ts';
import { ImageUndecodable } from './engine/picture/decode-image.ts';
import { startFaceEngine } from './engine/start-face-engine.ts';
import type { FaceEngine } from './face-engine.ts';
import { invalidImageFormat, type ReadObject } from './image.ts';
import {
  createCollection,
  deleteCollection,
  describeCollection,
  listCollections,
} from './operations/collections.ts';
import { detectFaces, indexFaces } from './operations/detect-and-index-faces.ts';
import { deleteFaces, listFaces } from './operations/list-and-delete-faces.ts';
import type { Operation, OperationContext } from './operations/operation.ts';
import { searchFaces, searchFacesByImage } from './operations/search-faces.ts';
import { associateFaces, createUser, deleteUser, disassociateFaces, listUsers } from './operations/users.ts';

export interface RekognitionOptions {
  /** Where the collections are kept; made when missing. */
  readonly folder: string;
  /** Reads the objects that images point to. */
  readonly readObject: ReadObject;
  /** Processes of the face engine, half a GB of memory each. */
  readonly workers?: number;
  /** Start the face engine with the first picture rather than at once, for who may send none. */
  readonly lazyEngine?: boolean;
  /**
   * Whether the faces that a search finds tell their user. They have a member for it, but AWS does not document that it is
   * set there; not by default.
   */
  readonly searchesTellUsers?: boolean;
  /** Answers instead of the real engine, for tests and measurements. It is closed with the service. */
  readonly engine?: FaceEngine;
}

export interface Rekognition {
  readonly service: JsonService;
  /** Settles when the face engine is warm. Operations that need it wait for it by themselves. */
  readonly ready: Promise<void>;
  close(): Promise<void>;
}

const operations: Readonly<Record<string, Operation>> = {
  AssociateFaces: associateFaces,
  CreateCollection: createCollection,
  CreateUser: createUser,
  DeleteCollection: deleteCollection,
  DeleteFaces: deleteFaces,
  DeleteUser: deleteUser,
  DescribeCollection: describeCollection,
  DetectFaces: detectFaces,
  DisassociateFaces: disassociateFaces,
  IndexFaces: indexFaces,
  ListCollections: listCollections,
  ListFaces: listFaces,
  ListUsers: listUsers,
  SearchFaces: searchFaces,
  SearchFacesByImage: searchFacesByImage,
};

/** Amazon Rekognition's face operations on a real face engine. Returns while the engine is still starting. */
export async function createRekognition(options: RekognitionOptions): Promise<Rekognition> {
  const { folder, readObject, workers, lazyEngine, searchesTellUsers = false, engine: given } = options;
  const collections = await Collections.open(folder);
  const engine = given ?? startFaceEngine({ workers, lazy: lazyEngine });
  const context: OperationContext = { engine, collections, readObject, searchesTellUsers };
  return {
    service: {
      targetPrefix: 'RekognitionService',
      contentType: 'application/x-amz-json-1.1',
      operations: Object.fromEntries(
        Object.entries(operations).map(([name, run]) => [name, answering(run, context)]),
      ),
    },
    get ready() {
      return engine.ready;
    },
    close: () => engine.close(),
  };
}

const answering = (run: Operation, context: OperationContext) => (input: unknown) =>
  run(input, context).catch((error) => {
    throw error instanceof ImageUndecodable ? invalidImageFormat() : error;
  });
