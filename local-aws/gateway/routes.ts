import type { DynamoDB } from '../dynamodb/dynamodb-service.ts';
import type { S3Service } from '../s3/s3-service.ts';
import type { Gate } from './call.ts';
import { dynamoDBRoute } from './dynamodb-route.ts';
import type { JsonService } from './json-protocol.ts';
import { jsonRoute } from './json-route.ts';
import { s3Route } from './s3-route.ts';
import type { Routes } from './server.ts';

export interface RoutedServices {
  readonly dynamodb: DynamoDB;
  readonly s3: S3Service;
  readonly rekognition: { readonly service: JsonService };
  readonly stepFunctions: { readonly service: JsonService };
}

/** The way to each service: every call passes `intercept` first. */
export function routesTo({ dynamodb, s3, rekognition, stepFunctions }: RoutedServices, gate: Gate): Routes {
  return {
    byTarget: {
      DynamoDB_20120810: dynamoDBRoute(dynamodb, gate),
      [rekognition.service.targetPrefix]: jsonRoute(rekognition.service, 'rekognition', gate),
      [stepFunctions.service.targetPrefix]: jsonRoute(stepFunctions.service, 'states', gate),
    },
    s3: s3Route(s3, gate),
  };
}
