/** The beginning of a face's id: enough to tell faces of one collection apart. */
export const shortFaceId = (faceId: string): string => faceId.slice(0, 8);
