/** Where the browser gets images from; it is given these and makes none itself. */
export const paths = {
  photo: '/api/images/photo',
  crop: '/api/images/crop',
  annotated: '/api/images/annotated',
} as const;

/** A photo in the bytes of that ETag (and version, where the bucket keeps them), in those of an execution, or as it is now. */
export const photoUrl = (
  key: string,
  size: 'thumbnail' | 'full',
  { etag, versionId, execution }: { etag?: string; versionId?: string | null; execution?: string } = {},
): string =>
  `${paths.photo}?${new URLSearchParams({
    key,
    size,
    ...(etag && { etag }),
    ...(versionId && { version: versionId }),
    ...(execution !== undefined && { execution }),
  })}`;

/** To download: the photo with a box and a label for each face, as an execution saw them. */
export const annotatedUrl = (execution: string): string =>
  `${paths.annotated}?${new URLSearchParams({ execution })}`;

export const cropUrl = (key: string): string => `${paths.crop}?${new URLSearchParams({ key })}`;
