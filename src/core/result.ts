/**
 * What went wrong, as data. `reason` is the server's stable kebab-case word, or one of ours;
 * `ui/messages.ts` alone turns it into a sentence.
 */
export interface IProblem {
  /** HTTP status, or null where no reply came. */
  readonly status: number | null;
  readonly reason: string;
  /** Facts for the reason's sentence. */
  readonly detail?: IDetail | null;
}

/** Facts of the server for a sentence, by name. */
export interface IDetail {
  readonly [name: string]: string | number | boolean | null;
}

/** Thrown by the client and the decoders; carries no text for users and no secret. */
export class ProblemError extends Error {
  constructor(readonly problem: IProblem) {
    super(problem.reason);
    this.name = 'ProblemError';
  }
}

/** The problem behind anything caught. */
export function problemOf(error: unknown): IProblem {
  return error instanceof ProblemError
    ? error.problem
    : { status: null, reason: 'unexpected' };
}

/** Whether something is allowed here, with the reason where it is not. */
export interface ICapability {
  readonly allowed: boolean;
  readonly reason: string | null;
}

/** Why this server denies something, or null where it does not or nobody knows. */
export function denialOf(
  name: string,
  status: {
    readonly capabilities: Readonly<Record<string, ICapability>>;
  } | null,
  problem: IProblem | null
): string | null {
  if (problem?.reason === 'no-server-half') {
    return problem.reason;
  }
  const found = status?.capabilities[name];
  return found === undefined || found.allowed
    ? null
    : (found.reason ?? 'denied');
}
