import type { ServiceQuota } from '@aws-sdk/client-service-quotas';
import type { TargetOptions } from '../../connect.ts';
import { formatDuration } from '../../text/time.ts';
import { awsSettings } from '../aws-settings.ts';
import { type Check, type Connected, type Verdict, warning, well } from '../check.ts';
import { awsCommand } from '../mending-command.ts';

/** AWS's default in most Regions, per second; in the three largest it is 50. */
const fewSearches = 5;
const enoughSearches = 50;

/** How fast Rekognition may be asked: the narrowest place of the workflow. */
export const rekognitionQuotas: Check = {
  name: 'Rekognition quotas',
  actions: ['servicequotas:ListServiceQuotas'],
  async examine(connected) {
    const { region } = connected.target.deployment;
    const quotas = await listQuotas({ ...connected.options, region });
    return judge(connected, findQuota(quotas, 'SearchFacesByImage'), findQuota(quotas, 'DetectFaces')?.Value);
  },
};

async function listQuotas(options: TargetOptions): Promise<ServiceQuota[]> {
  const { paginateListServiceQuotas, ServiceQuotasClient } = await import('@aws-sdk/client-service-quotas');
  const client = new ServiceQuotasClient(awsSettings(options));
  try {
    const pages = paginateListServiceQuotas({ client, pageSize: 100 }, { ServiceCode: 'rekognition' });
    return (await Array.fromAsync(pages)).flatMap(({ Quotas }) => Quotas ?? []);
  } finally {
    client.destroy();
  }
}

/** By its name, which has the operation's as a word: the codes are not documented. */
const findQuota = (quotas: readonly ServiceQuota[], operation: string): ServiceQuota | undefined =>
  quotas.find(
    ({ QuotaName = '' }) => new RegExp(`\\b${operation}\\b`).test(QuotaName) && /per second/i.test(QuotaName),
  );

function judge(connected: Connected, search: ServiceQuota | undefined, detections?: number): Verdict {
  if (!search?.Value || !detections) {
    return warning(
      'not checked: Service Quotas does not tell how often SearchFacesByImage and DetectFaces may be called',
      `see https://${connected.target.deployment.region}.console.aws.amazon.com/servicequotas/home/services/rekognition/quotas`,
    );
  }
  const seconds = Math.max(4_000 / search.Value, 1_000 / detections);
  const message = `${search.Value} searches and ${detections} detections a second: 1,000 photos with 4 faces take at least ${formatDuration(seconds * 1000)}`;
  if (search.Value > fewSearches) return well(message);
  return warning(
    message,
    awsCommand(
      connected,
      `service-quotas request-service-quota-increase --service-code rekognition --quota-code ${search.QuotaCode} --desired-value ${enoughSearches}`,
    ),
  );
}
