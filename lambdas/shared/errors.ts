/**
 * The errors of this project. Their names are the contract with the state machine: they survive
 * minification. error-classes.ts says what each of them means for the work, and a test keeps the names here,
 * there and in match-faces.asl.json in step. One that stands for an error of somebody else has it as its `cause`.
 */

/** The execution's input has an unknown field, a wrong type or a key outside the prefix. */
export class InvalidInput extends Error {
  override name = 'InvalidInput' as const;
}

/** The photo does not exist, or was deleted while it was worked on. */
export class PhotoGone extends Error {
  override name = 'PhotoGone' as const;
}

/** The photo was overwritten while it was worked on; the overwrite's own event processes the new one. */
export class PhotoChanged extends Error {
  override name = 'PhotoChanged' as const;
}

/** The photo's storage class keeps it where it cannot be read at once. */
export class PhotoArchived extends Error {
  override name = 'PhotoArchived' as const;
}

/** The object is no image, one that is damaged, or one that S3 never hands out, as under an uploader's own key. */
export class PhotoUnreadable extends Error {
  override name = 'PhotoUnreadable' as const;
}

/** The object is an image of a format that this project does not take. */
export class PhotoUnsupported extends Error {
  override name = 'PhotoUnsupported' as const;
}

/** The photo has more bytes or pixels than can be worked on. */
export class PhotoTooLarge extends Error {
  override name = 'PhotoTooLarge' as const;
}

/** The photo has fewer pixels on a side than Rekognition takes. */
export class PhotoTooSmall extends Error {
  override name = 'PhotoTooSmall' as const;
}

/** A role lacks a permission. */
export class PermissionMissing extends Error {
  override name = 'PermissionMissing' as const;
}

/** The collection does not exist in the function's Region. */
export class CollectionMissing extends Error {
  override name = 'CollectionMissing' as const;
}

/** The Photos table does not exist in the function's Region. */
export class TableMissing extends Error {
  override name = 'TableMissing' as const;
}

/** A bucket does not exist. */
export class BucketMissing extends Error {
  override name = 'BucketMissing' as const;
}

/** A KMS key is disabled, deleted or otherwise refuses to work. */
export class EncryptionKeyUnusable extends Error {
  override name = 'EncryptionKeyUnusable' as const;
}

/** The cutouts of the photo's faces have expired or were removed; only a new execution makes them again. */
export class CutoutsGone extends Error {
  override name = 'CutoutsGone' as const;
}

/** This one face met an error that neither a retry nor a change elsewhere would mend; original-error.ts tells which. */
export class FaceFailed extends Error {
  override name = 'FaceFailed' as const;
}

/** A quota of AWS refused a call: the state machine makes it again, patiently. */
export class Throttled extends Error {
  override name = 'Throttled' as const;
}

/** A passing fault of AWS, or of the way there: the state machine makes the call again, a few times. */
export class ServiceFault extends Error {
  override name = 'ServiceFault' as const;
}
