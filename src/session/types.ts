import {
  array,
  boolean,
  type Decoder,
  nullable,
  record,
  shape,
  string,
  withDefault,
  word
} from '../core/decode';
import type { ICapability } from '../core/result';

export const MODES = [
  'embedded',
  'hub-oauth',
  'hub-server-token',
  'hub-manual',
  'none'
] as const;

export type Mode = (typeof MODES)[number];

/** `GET status`: what this server is and what may be done here. */
export interface IStatus {
  readonly mode: Mode;
  readonly owner: string | null;
  readonly visitor: string;
  readonly is_owner: boolean;
  readonly server_name: string;
  readonly base_url: string;
  readonly capabilities: Readonly<Record<string, ICapability>>;
  /** Stable words for what is wrong with this server. */
  readonly warnings: readonly string[];
}

export const status: Decoder<IStatus> = shape<IStatus>({
  mode: word(MODES, 'none'),
  owner: nullable(string),
  visitor: string,
  is_owner: withDefault(boolean, true),
  server_name: withDefault(string, ''),
  base_url: string,
  capabilities: record(
    shape<ICapability>({ allowed: boolean, reason: nullable(string) })
  ),
  warnings: withDefault(array(string), [])
});
