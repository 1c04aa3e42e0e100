/** A key as people read it: without the prefix that all photos share. */
export const photoName = (key: string, rawPrefix: string | undefined): string =>
  rawPrefix && key.startsWith(rawPrefix) && key.length > rawPrefix.length ? key.slice(rawPrefix.length) : key;
