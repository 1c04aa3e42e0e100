// @ts-expect-error: there is no such module, which is what this handler is for.
import { nothing } from './no-such-module.ts';

export const handler = async () => nothing;
