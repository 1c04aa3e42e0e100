/** A request that is not served: its answer says why, and what helps. */
export class Refusal extends Error {
  /** HTTP's. */
  readonly status: 400 | 403 | 404 | 405 | 409 | 413 | 415 | 422;
  readonly whatToDo: string;
  readonly field?: string;

  constructor(
    status: Refusal['status'],
    name: string,
    { message, whatToDo, field }: { message: string; whatToDo: string; field?: string },
  ) {
    super(message);
    this.name = name;
    this.status = status;
    this.whatToDo = whatToDo;
    this.field = field;
  }
}
