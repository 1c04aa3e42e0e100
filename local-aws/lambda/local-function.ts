/** A Lambda function as it is configured. */
export interface LocalFunction {
  /**
   * Path of the module that exports `handler`: TypeScript, or JavaScript as it is built for AWS; or what makes it
   * when the first sandbox starts.
   */
  readonly handlerFile: string | (() => Promise<string>);
  readonly timeoutSeconds: number;
  readonly memoryMB: number;
  /** Its own environment variables. */
  readonly environment: Readonly<Record<string, string>>;
}
