/** A stage for IndexFacesHook that fails, and says more about it than an execution has room for. */
export async function handler(): Promise<never> {
  throw new Error('"ü"'.repeat(50_000));
}
