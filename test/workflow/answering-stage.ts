import type { FaceToIndex } from '../../statemachine/payloads.ts';

const ids = { faceId: 'a-face', personId: 'a-person' };

/** What it returns, by how a person would call it; the first for the face with idx 1. */
export const answers: Readonly<Record<string, unknown>> = {
  nothing: null,
  'a text': 'a-face',
  'a number': 7,
  'a list': [ids],
  'an object with nothing in it': {},
  'no personId': { faceId: 'a-face' },
  'no faceId': { personId: 'a-person' },
  'a faceId that is no text': { ...ids, faceId: { id: 7 } },
  'another field': { FaceId: 'a-face', PersonId: 'a-person' },
  'a reason that is no text': { notIndexed: ['LOW_SHARPNESS'] },
  'a message in the place of a reason': { notIndexed: 'Rate exceeded, says Rekognition. '.repeat(300) },
  'more than a state takes': { notes: 'ü'.repeat(150_000) },
  'why it does not want the face': { notIndexed: 'LOW_SHARPNESS, a face in the dark' },
};

/** Of all other faces, and much that nobody asked for. */
const indexed = { ...ids, response: 'x'.repeat(4_000) };

/** A stage for IndexFacesHook that returns all that a function may. */
export const handler = async ({ idx }: FaceToIndex): Promise<unknown> => {
  const answer = Object.values(answers)[idx - 1];
  return answer === undefined ? indexed : answer;
};
