import { accountId, region } from '../../account.ts';
import { ServiceError } from '../../service-error.ts';
import { emptyResponse, xmlResponse } from '../wire/responses.ts';
import type { Operation } from '../wire/s3-call.ts';
import { textOf, xmlBody } from '../wire/xml.ts';

export const owner = { ID: accountId, DisplayName: 'local' };

export const createBucket: Operation = async (call) => {
  const { store, bucket, headers } = call;
  const sent = headers.has('transfer-encoding') || Number(headers.get('content-length') ?? 0) > 0;
  if (sent) checkLocation(textOf(await xmlBody(call, 'CreateBucketConfiguration'), 'LocationConstraint'));
  await store.createBucket(bucket);
  return emptyResponse(200, { location: `/${bucket}` });
};

export const headBucket: Operation = async ({ store, bucket }) => {
  await store.headBucket(bucket);
  return emptyResponse(200, { 'x-amz-bucket-region': region });
};

export const listBuckets: Operation = async ({ store }) => {
  const buckets = await store.listBuckets();
  return xmlResponse('ListAllMyBucketsResult', {
    Owner: owner,
    Buckets: {
      Bucket: buckets.map(({ name, createdAt }) => ({ Name: name, CreationDate: createdAt.toISOString() })),
    },
  });
};

/** us-east-1 is the Region without a name. */
export const getBucketLocation: Operation = async ({ store, bucket }) => {
  await store.headBucket(bucket);
  return xmlResponse('LocationConstraint', {});
};

function checkLocation(location: string | undefined): void {
  if (location === undefined || location === '') return;
  if (location === region) {
    throw new ServiceError(
      'InvalidLocationConstraint',
      'The specified location-constraint is not valid',
      400,
      { LocationConstraint: location },
    );
  }
  throw new ServiceError(
    'IllegalLocationConstraintException',
    `The ${location} location constraint is incompatible for the region specific endpoint this request was sent to.`,
    400,
  );
}
