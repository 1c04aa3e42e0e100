class PhotoUnreadable extends Error {
  override name = 'PhotoUnreadable' as const;
}

/** Fails in the way it is asked to. */
export const handler = async ({ how }: { how: string }) => {
  if (how === 'error') throw new PhotoUnreadable('no image in it');
  if (how === 'string') throw 'just text';
  if (how === 'nothing') throw undefined;
  if (how === 'uncaught') {
    setImmediate(() => {
      throw new PhotoUnreadable('thrown behind the back');
    });
    return new Promise(() => {});
  }
  if (how === 'rejection') {
    void Promise.reject(new PhotoUnreadable('nobody awaits this'));
    return new Promise(() => {});
  }
  return 'well';
};
