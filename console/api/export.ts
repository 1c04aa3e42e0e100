/** Where a file about an execution comes from that the browser keeps. */
export const exportPath = '/api/exports';

export const exportUrl = (execution: string, what: 'history' | 'input' | 'output' | 'definition'): string =>
  `${exportPath}?${new URLSearchParams({ execution, what })}`;
