import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { Tracer } from '@aws-lambda-powertools/tracer';

const serviceName = 'match-faces';

export const logger = new Logger({ serviceName });
export const metrics = new Metrics({ serviceName, namespace: 'MatchFaces' });
export const tracer = new Tracer({ serviceName });
