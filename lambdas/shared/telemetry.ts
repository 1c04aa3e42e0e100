import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';

const serviceName = 'match-faces';

export const logger = new Logger({ serviceName });
export const metrics = new Metrics({ serviceName, namespace: 'MatchFaces' });
