import { ServiceError } from '../../service-error.ts';
import type { ObjectStore } from '../object-store.ts';
import { invalidArgument, invalidRequest, malformedXml } from '../s3-errors.ts';
import { writeConditions } from '../wire/conditions.ts';
import type { XmlElement } from '../wire/parse-xml.ts';
import { emptyResponse, xmlResponse } from '../wire/responses.ts';
import type { Operation } from '../wire/s3-call.ts';
import { elementsOf, textOf, xmlBody } from '../wire/xml.ts';

export const deleteObject: Operation = async ({ store, bucket, key, query, headers }) => {
  checkVersion(query.get('versionId') ?? undefined);
  await store.deleteObject({ bucket, key, ifMatch: writeConditions(headers).ifMatch });
  return emptyResponse(204);
};

/** Up to 1,000 keys in one request; each succeeds or fails for itself. */
export const deleteObjects: Operation = async (call) => {
  const { store, bucket, headers } = call;
  const checked = [...headers.keys()].some((name) => /^(content-md5|x-amz-checksum-(crc|sha).*)$/.test(name));
  if (!checked && !headers.has('x-amz-trailer')) {
    throw invalidRequest('Missing required header for this request: Content-MD5 OR x-amz-checksum-*');
  }
  const document = await xmlBody(call, 'Delete');
  const entries = elementsOf(document, 'Object');
  if (entries.length === 0 || entries.length > 1000) throw malformedXml();
  await store.headBucket(bucket);
  const outcomes = await Promise.all(entries.map((entry) => deleteEntry(store, bucket, entry)));
  const quiet = textOf(document, 'Quiet')?.trim() === 'true';
  return xmlResponse('DeleteResult', {
    Deleted: quiet ? [] : outcomes.filter((outcome) => !('Code' in outcome)),
    Error: outcomes.filter((outcome) => 'Code' in outcome),
  });
};

async function deleteEntry(
  store: ObjectStore,
  bucket: string,
  entry: XmlElement,
): Promise<{ Key: string; Code?: string; Message?: string }> {
  const Key = textOf(entry, 'Key') ?? '';
  try {
    checkVersion(textOf(entry, 'VersionId'));
    await store.deleteObject({ bucket, key: Key, ifMatch: textOf(entry, 'ETag') });
    return { Key };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return { Key, Code: error.name, Message: error.message };
  }
}

function checkVersion(version: string | undefined): void {
  if (version !== undefined && version !== 'null') {
    throw invalidArgument('Invalid version id specified', 'versionId', version);
  }
}
