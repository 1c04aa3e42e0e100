import type {
  CreateCollectionResponse,
  DeleteCollectionResponse,
  DescribeCollectionResponse,
  ListCollectionsResponse,
} from '@aws-sdk/client-rekognition';
import { z } from 'zod';
import { collectionArn } from '../../account.ts';
import type { Operation } from '../../gateway/json-service.ts';
import { pageOf } from '../page.ts';
import { collectionId, maxResults, parseRequest, unsupported } from '../request.ts';
import type { OperationContext } from './operation-context.ts';

const createRequest = z.object({ CollectionId: collectionId, Tags: unsupported('tags') });

export function createCollection({ collections, engine }: OperationContext): Operation {
  return async (input): Promise<CreateCollectionResponse> => {
    const { CollectionId } = parseRequest(createRequest, input);
    await collections.create(CollectionId, engine.version);
    return {
      StatusCode: 200,
      CollectionArn: collectionArn(CollectionId),
      FaceModelVersion: engine.version,
    };
  };
}

const namedRequest = z.object({ CollectionId: collectionId });

/** As it goes over the wire: a time in seconds, where the SDK makes a Date. */
type DescribedCollection = Omit<DescribeCollectionResponse, 'CreationTimestamp'> & {
  CreationTimestamp: number;
};

export function describeCollection({ collections }: OperationContext): Operation {
  return async (input): Promise<DescribedCollection> => {
    const { CollectionId } = parseRequest(namedRequest, input);
    const { faces, header } = collections.get(CollectionId);
    return {
      FaceCount: faces.length,
      FaceModelVersion: header.faceModelVersion,
      CollectionARN: collectionArn(CollectionId),
      CreationTimestamp: header.createdAt,
      UserCount: 0,
    };
  };
}

export function deleteCollection({ collections }: OperationContext): Operation {
  return async (input): Promise<DeleteCollectionResponse> => {
    await collections.delete(parseRequest(namedRequest, input).CollectionId);
    return { StatusCode: 200 };
  };
}

const listRequest = z.object({
  MaxResults: maxResults,
  NextToken: z.string('a token of an earlier page').optional(),
});

export function listCollections({ collections }: OperationContext): Operation {
  return async (input): Promise<ListCollectionsResponse> => {
    const { MaxResults, NextToken } = parseRequest(listRequest, input);
    const { items, nextToken } = pageOf(collections.allById(), ({ header }) => header.collectionId, {
      size: MaxResults,
      token: NextToken,
    });
    return {
      CollectionIds: items.map(({ header }) => header.collectionId),
      FaceModelVersions: items.map(({ header }) => header.faceModelVersion),
      ...(nextToken && { NextToken: nextToken }),
    };
  };
}
