import { largestPhoto } from '../../api/action.ts';

/** What the workflow judges by content; a browser knows only the name and the size. */
const photoNames = /\.(jpe?g|jfif|png|webp|avif|hei[cf]|tiff?|gif)$/i;

/** For the dialog in which files are chosen. */
export const acceptedPhotos = 'image/*,.heic,.heif,.avif,.tif,.tiff';

/** Why a file would only fail; undefined when it may well be a photo. */
export function refusePhoto({ name, size }: { name: string; size: number }): string | undefined {
  if (!photoNames.test(name))
    return 'Expected a photo: JPEG, PNG, WebP, AVIF, HEIC, TIFF or GIF, by its name';
  if (size === 0) return 'Expected a photo, got an empty file';
  if (size > largestPhoto)
    return `Expected at most 150 MB, got ${Math.ceil(size / 1024 / 1024).toLocaleString('en')} MB`;
  return undefined;
}
