import type { JsonService, Operation } from '../gateway/json-service.ts';
import { ServiceError } from '../service-error.ts';
import { Collections } from './collections/collections.ts';
import { ImageUndecodable } from './engine/decode-image.ts';
import { startFaceEngine } from './engine/start-face-engine.ts';
import type { FaceEngine } from './face-engine.ts';
import { invalidImageFormat, type ReadObject } from './image.ts';
import {
  createCollection,
  deleteCollection,
  describeCollection,
  listCollections,
} from './operations/collection-operations.ts';
import { deleteFaces } from './operations/delete-faces.ts';
import { detectFaces } from './operations/detect-faces.ts';
import { indexFaces } from './operations/index-faces.ts';
import { listFaces } from './operations/list-faces.ts';
import type { OperationContext } from './operations/operation-context.ts';
import { searchFaces } from './operations/search-faces.ts';
import { searchFacesByImage } from './operations/search-faces-by-image.ts';

export interface RekognitionOptions {
  /** Where the collections are kept; made when missing. */
  readonly folder: string;
  /** Reads the objects that images point to. */
  readonly readObject: ReadObject;
  /** Processes of the face engine, half a GB of memory each. */
  readonly workers?: number;
  /** Pixels; also finds small faces in large photos, at one more inference (0.2 s) for each tile. */
  readonly tileSize?: number;
  /** Start the face engine with the first picture rather than at once, for who may send none. */
  readonly lazyEngine?: boolean;
  /** Answers instead of the real engine, for tests and measurements. It is closed with the service. */
  readonly engine?: FaceEngine;
}

export interface Rekognition {
  readonly service: JsonService;
  /** Settles when the face engine is warm. Operations that need it wait for it by themselves. */
  readonly ready: Promise<void>;
  close(): Promise<void>;
}

/** Amazon Rekognition's face operations on a real face engine. Returns while the engine is still starting. */
export async function createRekognition({
  folder,
  readObject,
  workers = 2,
  tileSize,
  lazyEngine,
  engine: givenEngine,
}: RekognitionOptions): Promise<Rekognition> {
  const collections = await Collections.open(folder);
  const engine = givenEngine ?? startFaceEngine({ workers, tileSize, lazy: lazyEngine });
  const context: OperationContext = { engine, collections, readObject };
  return {
    service: {
      targetPrefix: 'RekognitionService',
      contentType: 'application/x-amz-json-1.1',
      operations: {
        CreateCollection: answering(createCollection(context)),
        DeleteCollection: answering(deleteCollection(context)),
        DeleteFaces: answering(deleteFaces(context)),
        DescribeCollection: answering(describeCollection(context)),
        DetectFaces: answering(detectFaces(context)),
        IndexFaces: answering(indexFaces(context)),
        ListCollections: answering(listCollections(context)),
        ListFaces: answering(listFaces(context)),
        SearchFaces: answering(searchFaces(context)),
        SearchFacesByImage: answering(searchFacesByImage(context)),
      },
    },
    get ready() {
      return engine.ready;
    },
    close: () => engine.close(),
  };
}

/** Whatever an operation throws becomes an error AWS has; the cause of an internal one stays on it. */
function answering(operation: Operation): Operation {
  return async (input) => {
    try {
      return await operation(input);
    } catch (error) {
      if (error instanceof ServiceError) throw error;
      if (error instanceof ImageUndecodable) throw invalidImageFormat();
      const internal = new ServiceError('InternalServerError', 'Internal server error', 500);
      internal.cause = error;
      throw internal;
    }
  };
}
