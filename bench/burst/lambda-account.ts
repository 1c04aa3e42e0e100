/** The invocations of an account: beyond its concurrency they are refused. */
export class LambdaAccount {
  readonly #concurrency: number;
  #running = 0;

  constructor(concurrency: number) {
    this.#concurrency = concurrency;
  }

  /** False is Lambda.TooManyRequestsException. */
  begin(): boolean {
    if (this.#running >= this.#concurrency) return false;
    this.#running += 1;
    return true;
  }

  end(): void {
    this.#running -= 1;
  }
}
