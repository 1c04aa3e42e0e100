import type { NeededLook } from '../../api/needs-look.ts';

/** What one place tells of what needs a look. */
export interface FoundLooks {
  readonly looks: readonly NeededLook[];
  /** What was not looked at, in sentences. */
  readonly unseen: readonly string[];
}

/** Nothing runs a photo that is not there: among those that are chosen it would keep all others from it. */
export const isGone = (met: { readonly error?: string } | undefined): boolean => met?.error === 'PhotoGone';

export const photoIsGone =
  'The photo is not in the bucket any more. Upload it again, which starts its execution; or forget it.';
