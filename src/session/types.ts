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
  base_url: string,
  hub: nullable(
    shape<IHub>({
      user: withDefault(string, ''),
      server_name: withDefault(string, ''),
      version: nullable(string),
      token_in_url: withDefault(boolean, false)
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
  job: nullable(
    shape<{ id: string; name: string | null }>({
      id: string,
      name: nullable(string)
    })
  ),
  end_time: nullable(number),
  resources: withDefault(
    shape<ISession['resources']>({
      memory_limit: nullable(number),
      cpu_count: nullable(number)
    }),
    { memory_limit: null, cpu_count: null }
  )
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

/** Core's own command. */
export const HUB_COMMAND = 'hub:control-panel';

/** What stands for the Hub Control Panel in the File menu. */
export type HubItem =
  /** Core's own is there, or there is to be none. */
  | 'nothing'
  /** Core's command without its menu. */
  | 'item'
  /** No core command: ours. */
  | 'command';

/** Exactly one Hub Control Panel, core's where it can be; asked after the application is restored. */
export function hubItem(facts: {
  /** Empty where there is no hub. */
  readonly hubPrefix: string;
  readonly hasCommand: boolean;
  readonly isExtensionDisabled: boolean;
  readonly isMenuDisabled: boolean;
}): HubItem {
  if (facts.hubPrefix === '') {
    return 'nothing';
  }
  if (facts.hasCommand) {
    return facts.isMenuDisabled ? 'item' : 'nothing';
  }
  // Switched off on purpose: then there is to be none.
  return facts.isExtensionDisabled ? 'nothing' : 'command';
}
