import {
  array,
  type Decoder,
  nullable,
  number,
  shape,
  string,
  word
} from '../../core/decode';
import { ProblemError } from '../../core/result';

/** One way to give the tunnel to ssh. */
export interface ITunnelCommand {
  /** `direct`, `through` (the login host reaches the port) or `jump` (over it to the node); a newer server may have more. */
  readonly form: string;
  readonly posix: string;
  readonly windows: string;
  /** A block of ~/.ssh/config. */
  readonly ssh_config: string;
}

/** `GET connect/tunnel`: how ssh leads here from the user's own computer. No secret is in it. */
export interface ITunnel {
  readonly node: string;
  readonly port: number;
  readonly scheme: string;
  /** Who can connect to the port without a tunnel: programs on the node, or on its whole network. */
  readonly reach: 'loopback' | 'cluster';
  readonly job: { readonly system: string; readonly id: string } | null;
  readonly login_host: string | null;
  readonly login_host_source: string | null;
  readonly local_port: number;
  readonly browser_url: string;
  readonly ide_url: string;
  /** The one that fits stands first. */
  readonly commands: readonly [ITunnelCommand, ...ITunnelCommand[]];
}

const listed = array(
  shape<ITunnelCommand>({
    form: string,
    posix: string,
    windows: string,
    ssh_config: string
  })
);

const commands: Decoder<ITunnel['commands']> = value => {
  const [first, ...others] = listed(value);
  if (first === undefined) {
    throw new ProblemError({ status: null, reason: 'bad-reply' });
  }
  return [first, ...others];
};

export const tunnel = shape<ITunnel>({
  node: string,
  port: number,
  scheme: string,
  reach: word(['loopback', 'cluster'], 'cluster'),
  job: nullable(shape({ system: string, id: string })),
  login_host: nullable(string),
  login_host_source: nullable(string),
  local_port: number,
  browser_url: string,
  ide_url: string,
  commands
});
