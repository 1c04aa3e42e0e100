import type { FaceRecord } from '../../statemachine/photo-record.ts';

/** A face of a record, with the name of the person whom it is, if they have one. */
export type NamedFace = FaceRecord & { readonly name?: string };
