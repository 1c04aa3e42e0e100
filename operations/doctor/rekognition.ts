import { readFile } from 'node:fs/promises';
import { DescribeCollectionCommand, DetectFacesCommand } from '@aws-sdk/client-rekognition';
import type { ServiceQuota } from '@aws-sdk/client-service-quotas';
import { samplePhotos } from '../../local/sample-photos.ts';
import { awsCommand, deployCommand, projectCommand } from '../command-line.ts';
import { disposable } from '../connect/clients.ts';
import { formatDuration } from '../format-time.ts';
import { plural } from '../match/totals.ts';
import {
  type Check,
  type Connected,
  failed,
  ifThere,
  makingCommand,
  settingsOf,
  warning,
  well,
} from './check.ts';

/** The known faces: in an empty collection nobody is found. */
export const collection: Check = {
  name: 'collection',
  actions: ['rekognition:DescribeCollection'],
  async examine(connected) {
    const { rekognition, deployment } = connected.target;
    const { collectionId: id, region } = deployment;
    const request = rekognition.send(new DescribeCollectionCommand({ CollectionId: id }));
    const found = await ifThere(request, 'ResourceNotFoundException');
    if (!found) {
      return failed(
        `there is no collection ${id} in ${region}`,
        makingCommand(connected, `rekognition create-collection --collection-id ${id}`),
      );
    }
    const { FaceCount = 0, FaceModelVersion } = found;
    if (FaceCount > 0) return well(`${id} holds ${FaceCount} faces, face model ${FaceModelVersion}`);
    return warning(
      `${id} is empty, face model ${FaceModelVersion}: every face will be NoMatch`,
      projectCommand(connected.options, 'enroll', ['face.jpg']),
    );
  },
};

/** AWS's default in most Regions, per second; in the three largest it is 50. */
const fewSearches = 5;
const enoughSearches = 50;

/** How fast Rekognition may be asked: the narrowest place of the workflow. */
export const rekognitionQuotas: Check = {
  name: 'Rekognition quotas',
  actions: ['servicequotas:ListServiceQuotas'],
  async examine(connected) {
    const quotas = await listQuotas(connected);
    const search = findQuota(quotas, 'SearchFacesByImage');
    const detections = findQuota(quotas, 'DetectFaces')?.Value;
    if (!search?.Value || !detections) {
      return warning(
        'not checked: Service Quotas does not tell how often SearchFacesByImage and DetectFaces may be called',
        `see https://${connected.target.deployment.region}.console.aws.amazon.com/servicequotas/home/services/rekognition/quotas`,
      );
    }
    const seconds = Math.max(4_000 / search.Value, 1_000 / detections);
    const message = `${search.Value} searches and ${detections} detections a second: 1,000 photos with 4 faces take at least ${formatDuration(seconds * 1000)}`;
    const paced = judgePace(connected, search.Value);
    if (paced) return warning(`${message}; ${paced.message}`, paced.mend);
    if (search.Value > fewSearches) return well(message);
    return warning(
      message,
      awsCommand(
        connected.options,
        `service-quotas request-service-quota-increase --service-code rekognition --quota-code ${search.QuotaCode} --desired-value ${enoughSearches}`,
      ),
    );
  },
};

/** What is wrong with the clock's rate beside this quota; nothing where nobody is to be paced. */
function judgePace({ target: { deployment }, options }: Connected, quota: number) {
  const pace = Number(deployment.searchesPerSecond);
  if (!(pace > 0) || pace === quota) return undefined;
  return {
    message:
      pace > quota
        ? `the clock allows ${pace} searches: what is above the quota is refused and tried again`
        : `the clock allows ${pace} searches: the rest of the quota idles`,
    mend: deployCommand(options, deployment, [`searchesPerSecond=${quota}`]),
  };
}

async function listQuotas(connected: Connected): Promise<ServiceQuota[]> {
  const { paginateListServiceQuotas, ServiceQuotasClient } = await import('@aws-sdk/client-service-quotas');
  using client = disposable(new ServiceQuotasClient(settingsOf(connected)));
  const pages = paginateListServiceQuotas({ client, pageSize: 100 }, { ServiceCode: 'rekognition' });
  return (await Array.fromAsync(pages)).flatMap(({ Quotas }) => Quotas ?? []);
}

/** By its name, which has the operation's as a word: the codes are not documented. */
const findQuota = (quotas: readonly ServiceQuota[], operation: string): ServiceQuota | undefined =>
  quotas.find(
    ({ QuotaName = '' }) => new RegExp(`\\b${operation}\\b`).test(QuotaName) && /per second/i.test(QuotaName),
  );

/** That the local Rekognition finds faces, once it is warm. */
export const faceEngine: Check = {
  name: 'face engine',
  actions: [],
  async examine({ target }) {
    const { name, path } = samplePhotos[0]!;
    const image = { Bytes: await readFile(path) };
    const start = performance.now();
    const { FaceDetails = [] } = await target.rekognition.send(new DetectFacesCommand({ Image: image }));
    if (FaceDetails.length === 0) return failed(`Expected faces in ${name}, found none`, 'npm ci');
    const duration = formatDuration(performance.now() - start);
    return well(`warm: it found ${plural(FaceDetails.length, 'face')} in ${name} after ${duration}`);
  },
};
