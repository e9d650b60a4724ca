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

export const MODES = [
  'embedded',
  'hub-oauth',
  'hub-server-token',
  'hub-manual',
  'none'
] as const;

export type Mode = (typeof MODES)[number];

/** What the hub said to this server; names are raw, never parts of a URL. */
export interface IHub {
  readonly user: string;
  readonly server_name: string;
  readonly version: string | null;
  /** Whether kernels may be reached by clients that send the token in the URL only. */
  readonly token_in_url: boolean;
}

/** `GET status`: what this server is and what may be done here. */
export interface IStatus {
  /** Of the server half; empty from servers that did not tell it. */
  readonly version: string;
  readonly mode: Mode;
  readonly owner: string | null;
  readonly visitor: string;
  readonly is_owner: boolean;
  readonly server_name: string;
  readonly base_url: string;
  /** Null where no hub started this server. */
  readonly hub: IHub | null;
  readonly capabilities: Readonly<Record<string, ICapability>>;
  /** Stable words for what is wrong with this server. */
  readonly warnings: readonly string[];
  /** What the server's log says of a warning, by its word. */
  readonly details: Readonly<Record<string, string>>;
}

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

/** `GET session`: where kernels run and for how long. Epoch seconds, bytes. */
export interface ISession {
  /** The server's clock, from which the browser counts down. */
  readonly now: number;
  readonly host: string;
  readonly job: { readonly id: string; readonly name: string | null } | null;
  readonly end_time: number | null;
  readonly resources: {
    readonly memory_limit: number | null;
    readonly cpu_count: number | null;
  };
}

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

/** Why this server denies something, or null where it does not or nobody knows. */
export function denialOf(
  name: string,
  status: IStatus | null,
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

/** The words for "jupyter-server-proxy is not there"; the place of the apps tells them. */
const UNLOADED = [
  'proxy-load-failed',
  'proxy-link-failed',
  'proxy-import-failed',
  'proxy-disabled',
  'proxy-not-installed',
  'proxy-not-loaded'
];

export function isUnloaded(warning: string): boolean {
  return UNLOADED.includes(warning);
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
