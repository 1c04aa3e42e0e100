import { useSystem } from '../asking.ts';

/** A photo's key as people read it: without the prefix that all photos share. */
export function usePhotoName(key: string): string {
  const prefix = useSystem()?.rawPrefix ?? '';
  return key.startsWith(prefix) && key !== prefix ? key.slice(prefix.length) : key;
}

/** The beginning of a face's id: enough to tell faces of one collection apart. */
export const shortFaceId = (faceId: string): string => faceId.slice(0, 8);
