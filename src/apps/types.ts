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

export const APP_STATES = [
  'missing',
  'module-needed',
  'stopped',
  'starting',
  'running',
  'unhealthy',
  'failed',
  'external'
] as const;

export type AppState = (typeof APP_STATES)[number];

/** A program of jupyter-server-proxy. Times are epoch seconds. */
export interface IApp {
  /** jupyter-server-proxy's server name; the key. */
  readonly name: string;
  readonly title: string;
  readonly icon_url: string | null;
  readonly state: AppState;
  readonly reason: string | null;
  readonly since: number | null;
  readonly pid: number | null;
  readonly version: string | null;
  readonly log_next: number;
  /** Below the host, with the base URL; carries no secret. */
  readonly open_url: string;
  readonly folder_argument: boolean;
  readonly modules: readonly string[];
  readonly install_hint: string | null;
}

export const app: Decoder<IApp> = shape<IApp>({
  name: string,
  title: string,
  icon_url: nullable(string),
  state: word(APP_STATES, 'external'),
  reason: nullable(string),
  since: nullable(number),
  pid: nullable(number),
  version: nullable(string),
  log_next: withDefault(number, 0),
  open_url: string,
  folder_argument: value => value !== null && value !== undefined && value !== false && value !== '',
  modules: withDefault(array(string), []),
  install_hint: nullable(string)
});

/** `GET apps` and the reply of `POST apps/{name}/start`. */
export const appsReply = shape<{ seq: number; apps: IApp[] }>({
  seq: number,
  apps: array(app)
});

export const startReply = shape<{ app: IApp; open_url: string }>({
  app,
  open_url: string
});

export const logReply = shape<{ lines: string[]; next: number }>({
  lines: array(string),
  next: number
});

/** An entry of jupyter-server-proxy's own `servers-info`, for servers without our half. */
export interface IServerProcess {
  readonly name: string;
  readonly new_browser_tab: boolean;
  readonly launcher_entry: {
    readonly enabled: boolean;
    readonly title: string;
    readonly path_info: string;
    readonly category: string;
    readonly icon_url: string | null;
  };
}

export const serversInfo = shape<{ server_processes: IServerProcess[] }>({
  server_processes: array(
    shape<IServerProcess>({
      name: string,
      new_browser_tab: withDefault(boolean, true),
      launcher_entry: shape<IServerProcess['launcher_entry']>({
        enabled: withDefault(boolean, true),
        title: string,
        path_info: string,
        category: withDefault(string, 'Notebook'),
        icon_url: nullable(string)
      })
    })
  )
});
