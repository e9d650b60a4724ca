import {
  array,
  boolean,
  type Decoder,
  nullable,
  number,
  shape,
  string,
  withDefault,
  word
} from '../core/decode';

export const PORT_KINDS = [
  'new',
  'http',
  'https',
  'websocket',
  'tcp',
  'silent',
  'internal'
] as const;

export type PortKind = (typeof PORT_KINDS)[number];

/** What began the program; `path` is a notebook's path or a terminal's name. */
export interface IStartedBy {
  readonly kind: string;
  readonly path: string | null;
}

/** A listening TCP port of this user on the server. Times are epoch seconds. */
export interface IPort {
  /** `<pid>-<port>`, or `inode-<n>` where the pid is unknown; the key of diffs. */
  readonly id: string;
  readonly port: number;
  readonly inodes: readonly number[];
  readonly pid: number | null;
  /** Empty where nothing tells what it is. */
  readonly label: string;
  readonly folder: string | null;
  /** Start of the process, as the server words it; sent back unread with a stop. */
  readonly started: number | null;
  readonly started_by: IStartedBy;
  readonly kind: PortKind;
  /** Whether it is asked no more by itself. */
  readonly settled: boolean;
  /** The HTTP status of its answer, where that was a server's error. */
  readonly error: number | null;
  readonly reachable: boolean;
  /** A stable word for why it is unreachable or hidden. */
  readonly why: string | null;
  /** Below the host, with the base URL and the slash that the program wants; carries no secret. */
  readonly url: string | null;
  /** What to type so that the program works behind a prefix. */
  readonly hint: string | null;
  readonly since: number;
  readonly hidden: boolean;
  /** Ports of one program share it and are drawn as one row. */
  readonly group: string;
}

const startedBy: Decoder<IStartedBy> = shape<IStartedBy>({
  kind: string,
  path: nullable(string)
});

export const port: Decoder<IPort> = shape<IPort>({
  id: string,
  port: number,
  inodes: withDefault(array(number), []),
  pid: nullable(number),
  label: withDefault(string, ''),
  folder: nullable(string),
  started: nullable(number),
  started_by: startedBy,
  kind: word(PORT_KINDS, 'tcp'),
  settled: withDefault(boolean, false),
  error: nullable(number),
  reachable: withDefault(boolean, false),
  why: nullable(string),
  url: nullable(string),
  hint: nullable(string),
  since: number,
  hidden: withDefault(boolean, false),
  group: string
});

/** `GET ports`. */
export const portsReply = shape<{ seq: number; ports: IPort[]; cut: number }>({
  seq: number,
  ports: array(port),
  cut: withDefault(number, 0)
});

/** Whether nothing but the missing way to it keeps a browser away: one sentence says so for all. */
export function isRoadless({ why }: IPort): boolean {
  return why === 'no-proxy';
}

/** Whether a browser can open it. */
export function isWeb(row: IPort): boolean {
  return (
    row.reachable &&
    row.url !== null &&
    (row.kind === 'http' || row.kind === 'https' || row.kind === 'websocket')
  );
}
