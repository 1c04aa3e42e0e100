/** Where the browser gets images from; it is given these and makes none itself. */
export const paths = { photo: '/api/images/photo', crop: '/api/images/crop' } as const;

/** A photo, in the bytes of that ETag (and version, where the bucket keeps them), or as it is now. */
export const photoUrl = (
  key: string,
  size: 'thumbnail' | 'full',
  { etag, versionId }: { etag?: string; versionId?: string | null } = {},
): string =>
  `${paths.photo}?${new URLSearchParams({
    key,
    size,
    ...(etag && { etag }),
    ...(versionId && { version: versionId }),
  })}`;

export const cropUrl = (key: string): string => `${paths.crop}?${new URLSearchParams({ key })}`;
