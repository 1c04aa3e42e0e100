import type {
  CreateCollectionResponse,
  DeleteCollectionResponse,
  DescribeCollectionResponse,
  ListCollectionsResponse,
} from '@aws-sdk/client-rekognition';
import { z } from 'zod';
import { collectionArn } from '../../account.ts';
import { pageOf } from '../page.ts';
import { collectionId, maxResults, nextToken, unsupported } from '../request.ts';
import { operation } from './operation.ts';

export const createCollection = operation(
  z.object({ CollectionId: collectionId, Tags: unsupported('tags') }),
  async ({ CollectionId }, { collections, engine }): Promise<CreateCollectionResponse> => {
    await collections.create(CollectionId, engine.version);
    return {
      StatusCode: 200,
      CollectionArn: collectionArn(CollectionId),
      FaceModelVersion: engine.version,
    };
  },
);

/** As it goes over the wire: a time in seconds, where the SDK makes a Date. */
type DescribedCollection = Omit<DescribeCollectionResponse, 'CreationTimestamp'> & {
  CreationTimestamp: number;
};

export const describeCollection = operation(
  z.object({ CollectionId: collectionId }),
  async ({ CollectionId }, { collections }): Promise<DescribedCollection> => {
    const { faces, header, users } = collections.get(CollectionId);
    return {
      FaceCount: faces.length,
      FaceModelVersion: header.faceModelVersion,
      CollectionARN: collectionArn(CollectionId),
      CreationTimestamp: header.createdAt,
      UserCount: users.size,
    };
  },
);

export const deleteCollection = operation(
  z.object({ CollectionId: collectionId }),
  async ({ CollectionId }, { collections }): Promise<DeleteCollectionResponse> => {
    await collections.delete(CollectionId);
    return { StatusCode: 200 };
  },
);

export const listCollections = operation(
  z.object({ MaxResults: maxResults, NextToken: nextToken }),
  async ({ MaxResults, NextToken }, { collections }): Promise<ListCollectionsResponse> => {
    const page = { size: MaxResults, token: NextToken };
    const { items, next } = pageOf(collections.allById(), ({ header }) => header.collectionId, page);
    return {
      CollectionIds: items.map(({ header }) => header.collectionId),
      FaceModelVersions: items.map(({ header }) => header.faceModelVersion),
      ...next,
    };
  },
);
