/** A Lambda function as it is configured. */
export interface LocalFunction {
  /** Path of the module that exports `handler`: TypeScript, or JavaScript as it is built for AWS. */
  readonly handlerFile: string;
  readonly timeoutSeconds: number;
  readonly memoryMB: number;
  /** Its own environment variables. */
  readonly environment: Readonly<Record<string, string>>;
}
