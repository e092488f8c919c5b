/** What a role says no with: a code to translate, and the values that the sentence needs. */
export class Refusal extends Error {
  readonly code: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly status: number;

  constructor(code: string, parameters: Readonly<Record<string, unknown>>, status: number) {
    super(code);
    this.name = 'Refusal';
    this.code = code;
    this.parameters = parameters;
    this.status = status;
  }
}

/** Nobody answered: the request may or may not have been carried out. */
export class Unreachable extends Error {
  constructor(cause?: unknown) {
    super('unreachable', { cause });
    this.name = 'Unreachable';
  }
}
