declare module 'asl-validator' {
  interface Result {
    readonly errors: readonly { readonly 'Error code': string; readonly Message: string }[];
  }

  /** Adds `QueryLanguage` to every state of the definition it is given: pass a copy. */
  export default function validate(definition: unknown): Result;
}
