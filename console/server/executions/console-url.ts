/** Where the AWS console lives, by the partition in an ARN. */
const hosts: Readonly<Record<string, string>> = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};

/** A state machine or an execution in the AWS console. */
export function consoleUrl(arn: string): string | undefined {
  const [, partition = '', , region, , kind] = arn.split(':');
  const host = hosts[partition];
  if (host === undefined) return undefined;
  const page = kind === 'execution' ? 'v2/executions/details' : 'statemachines/view';
  return `https://${region}.${host}/states/home?region=${region}#/${page}/${arn}`;
}
