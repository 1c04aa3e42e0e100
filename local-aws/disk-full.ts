/** That there was no room for what had to be written: nobody's defect, and over when there is room again. */
export const isDiskFull = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
