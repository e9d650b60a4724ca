import {
  array,
  boolean,
  type Decoder,
  nullable,
  record,
  shape,
  string
} from '../../core/decode';
import type { Welcome } from '../../core/outsider';

/** One answer. `ok` is null where it cannot be known, or is nobody's fault. */
export interface ICheck {
  readonly id: string;
  readonly ok: boolean | null;
  readonly reason: string | null;
  readonly detail: Readonly<Record<string, string | number>>;
}

const fact: Decoder<string | number> = value =>
  typeof value === 'number' ? value : string(value);

/** Of `POST connect/check`. */
export const checksReply = shape<{ readonly checks: readonly ICheck[] }>({
  checks: array(
    shape<ICheck>({
      id: string,
      ok: nullable(boolean),
      reason: nullable(string),
      detail: record(fact)
    })
  )
});

/** What a browser found that asked without its login. */
export function ofWelcome(welcome: Welcome, host: string): ICheck {
  const told = (ok: boolean | null, reason: string | null, more = {}) => ({
    ...{ id: 'outside', ok, reason },
    detail: { host, ...more }
  });
  switch (welcome) {
    case 'in':
      return told(true, null);
    case 'refused':
      return told(false, 'token-refused');
    case 'portal':
      return told(false, 'portal');
    case null:
      return told(null, 'not-from-here');
    default:
      return told(false, 'proxy-error', { status: welcome });
  }
}

/** What is found of one thing twice is told once: what is wrong before what is right, and that before what is not known. */
export function merged(all: readonly ICheck[]): ICheck[] {
  const found: ICheck[] = [];
  for (const check of all) {
    const same = found.findIndex(({ id }) => id === check.id);
    const known = found[same];
    if (known === undefined) {
      found.push(check);
    } else if (rank(check) < rank(known)) {
      found[same] = check;
    }
  }
  return found.sort((a, b) => rank(a) - rank(b));
}

function rank({ ok, reason }: ICheck): number {
  return ok === false ? 0 : ok ? 2 : reason === 'not-from-here' ? 3 : 1;
}
