/** The access key id a function signs with: it tells the gateway who calls. */
export const accessKeyIdOf = (functionName: string) => `LOCAL${functionName.toUpperCase()}`;
