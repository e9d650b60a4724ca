import type { IHub, ISession, IStatus, Mode } from '../contract';
import {
  array,
  boolean,
  type Decoder,
  nullable,
  number,
  record,
  shape,
  string,
  withDefault,
  word
} from '../core/decode';
import type { ICapability, IProblem } from '../core/result';

export type { IHub, ISession, IStatus, Mode };

export const MODES = [
  'embedded',
  'hub-oauth',
  'hub-server-token',
  'hub-manual',
  'none'
] as const satisfies readonly Mode[];

export const status: Decoder<IStatus> = shape<IStatus>({
  version: withDefault(string, ''),
  mode: word(MODES, 'none'),
  owner: nullable(string),
  visitor: string,
  is_owner: withDefault(boolean, true),
  server_name: withDefault(string, ''),
  hub: nullable(
    shape<IHub>({
      user: withDefault(string, ''),
      server_name: withDefault(string, ''),
      version: nullable(string),
      token_in_url: nullable(boolean)
    })
  ),
  capabilities: record(
    shape<ICapability>({ allowed: boolean, reason: nullable(string) })
  ),
  warnings: withDefault(array(string), []),
  details: withDefault(record(string), {})
});

export const session: Decoder<ISession> = shape<ISession>({
  now: number,
  host: string,
  folder: nullable(string),
  job: nullable(
    shape<{ id: string; name: string | null }>({
      id: string,
      name: nullable(string)
    })
  ),
  start_time: nullable(number),
  end_time: nullable(number)
});

/** Why nothing is live any more, and since when, in ms of the browser's clock. */
export interface ILoss {
  readonly reason: string;
  readonly since: number;
}

/**
 * What the server allows to whom, as a text that is another one when that changes; null where it is not known, as
 * while the server is out of reach.
 */
export function rulesOf(
  status: IStatus | null,
  problem: IProblem | null
): string | null {
  if (problem !== null) {
    return problem.reason === 'no-server-half' ? problem.reason : null;
  }
  return (
    status &&
    JSON.stringify([
      status.mode,
      status.owner,
      status.visitor,
      status.is_owner,
      status.capabilities,
      status.warnings
    ])
  );
}
