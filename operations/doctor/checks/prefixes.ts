import { type Check, failed, well } from '../check.ts';
import { deployCommand } from '../mending-command.ts';

/** That no crop is stored where an upload starts an execution: each would start the next. */
export const prefixes: Check = {
  name: 'prefixes',
  actions: [],
  examine({ target, options }) {
    const { rawBucket, rawPrefix, thumbsBucket, thumbsPrefix } = target.deployment;
    // Working copies have a prefix below that of the crops: neither may lie in the other.
    const overlap = thumbsPrefix.startsWith(rawPrefix) || rawPrefix.startsWith(thumbsPrefix);
    if (rawBucket === thumbsBucket && overlap) {
      return failed(
        `Expected the prefixes of photos and crops apart in the bucket ${rawBucket}, got ${rawPrefix} and ${thumbsPrefix}: crops would start executions`,
        deployCommand(options, ['thumbsPrefix=<another prefix>/']),
      );
    }
    return well(`photos under ${rawPrefix}, crops under ${thumbsPrefix}`);
  },
};
