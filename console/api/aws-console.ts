/** Where the AWS console lives, by the partition in an ARN. */
const hosts: Readonly<Record<string, string>> = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};

/** A state machine or an execution in the AWS console. */
export function consoleUrl(arn: string): string | undefined {
  const { kind } = partsOf(arn);
  const page = kind === 'execution' ? 'v2/executions/details' : 'statemachines/view';
  return pageOf(arn, 'states', `/${page}/${arn}`);
}

/** A Lambda function in the AWS console; undefined for what is none. */
export function functionUrl(arn: string): string | undefined {
  const name = functionName(arn);
  return name === undefined ? undefined : pageOf(arn, 'lambda', `/functions/${name}`);
}

/** The name in a Lambda function's ARN, with or without a version; undefined for what is none. */
export function functionName(arn: string): string | undefined {
  const { service, kind, name } = partsOf(arn);
  return service === 'lambda' && kind === 'function' ? name : undefined;
}

/** The lines of a function's log that name this text, in CloudWatch Logs Insights, from one time to another. */
export function logsUrl(
  functionArn: string,
  { text, from, to }: { text: string; from: Date; to: Date },
): string | undefined {
  const name = functionName(functionArn);
  if (name === undefined) return undefined;
  const query = `fields @timestamp, @message\n| filter @message like ${JSON.stringify(text)}\n| sort @timestamp asc\n| limit 1000`;
  const detail = [
    `end~${inDetail(to.toISOString())}`,
    `start~${inDetail(from.toISOString())}`,
    `timeType~${inDetail('ABSOLUTE')}`,
    `tz~${inDetail('UTC')}`,
    `editorString~${inDetail(query)}`,
    `source~(~${inDetail(`/aws/lambda/${name}`)})`,
  ];
  return pageOf(functionArn, 'cloudwatch', `logsV2:logs-insights$3FqueryDetail$3D~(${detail.join('~')})`);
}

/** A text in the console's own writing of a query: all but letters, digits, `-`, `_` and `.` as `*` and two hex digits. */
const inDetail = (text: string): string =>
  `'${text.replace(/[^\w.-]/gu, (sign) =>
    [...new TextEncoder().encode(sign)].map((byte) => `*${byte.toString(16).padStart(2, '0')}`).join(''),
  )}`;

function partsOf(arn: string) {
  const [, partition = '', service, region, , kind, name] = arn.split(':');
  return { partition, service, region, kind, name };
}

function pageOf(arn: string, service: string, page: string): string | undefined {
  const { partition, region } = partsOf(arn);
  const host = hosts[partition];
  return host === undefined
    ? undefined
    : `https://${region}.${host}/${service}/home?region=${region}#${page}`;
}
