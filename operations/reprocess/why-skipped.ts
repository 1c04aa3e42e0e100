export type SkipReason = 'folder placeholder' | 'no photo';

/**
 * What is found beside photos in a bucket. The workflow judges by content, and so a name that could be a photo's
 * is let through, and one without an extension as well: reading every object first would cost as much as running it.
 */
const otherExtension =
  /\.(txt|md|csv|tsv|json|xml|xmp|aae|html?|pdf|docx?|xlsx?|pptx?|ini|log|db|ds_store|thm|zip|gz|tgz|tar|7z|rar|mp4|m4v|mov|avi|mkv|mts|mpe?g|webm|3gp|mp3|m4a|wav|flac|ogg|aac)$/i;

/** Why an object is no photo; undefined for what may be one. `size` in bytes, if it is known. */
export function whySkipped(key: string, size?: number): SkipReason | undefined {
  if (key.endsWith('/') || size === 0) return 'folder placeholder';
  return otherExtension.test(key) ? 'no photo' : undefined;
}
