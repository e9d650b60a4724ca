import type { AppState, IApp, IAppFolder } from '../contract';
import {
  array,
  boolean,
  type Decoder,
  detail,
  nullable,
  number,
  shape,
  string,
  withDefault,
  word
} from '../core/decode';
import type { IDetail } from '../core/result';

export type { AppState, IApp };

/** Facts for the sentence of a state. */
export type IAppDetail = IDetail;

export const APP_STATES = [
  'missing',
  'module-needed',
  'stopped',
  'starting',
  'running',
  'unhealthy',
  'failed',
  'external'
] as const satisfies readonly AppState[];

const folder: Decoder<IAppFolder> = shape<IAppFolder>({
  path: string,
  url: string,
  opened: number
});

export const app: Decoder<IApp> = shape<IApp>({
  name: string,
  title: string,
  icon_url: nullable(string),
  state: word(APP_STATES, 'external'),
  reason: nullable(string),
  detail,
  since: nullable(number),
  pid: nullable(number),
  started: nullable(number),
  log_next: withDefault(number, 0),
  open_url: string,
  folder_argument: nullable(string),
  folders: withDefault(array(folder), []),
  modules: withDefault(array(string), []),
  install_hint: nullable(string),
  server: withDefault(
    shape<IApp['server']>({
      enabled: withDefault(boolean, true),
      new_browser_tab: withDefault(boolean, false)
    }),
    { enabled: true, new_browser_tab: false }
  )
});

/** `GET apps`. */
export const appsReply = shape<{ seq: number; apps: IApp[] }>({
  seq: number,
  apps: array(app)
});

/** The reply to a command on an app. */
export interface IAppReply {
  readonly app: IApp;
  readonly seq: number;
}

export const appReply: Decoder<IAppReply> = shape<IAppReply>({
  app,
  seq: number
});

/** The reply of `POST apps/{name}/start`. */
export const startReply = shape<IAppReply & { open_url: string }>({
  app,
  seq: number,
  open_url: string
});

/** Lines of an app's log and where the next ones begin. */
export interface ILog {
  readonly lines: string[];
  readonly next: number;
}

export const logReply: Decoder<ILog> = shape<ILog>({
  lines: array(string),
  next: number
});

/** Whether it runs, though it was not started from here. */
export function runsOutside({ state, reason }: IApp): boolean {
  return state === 'external' && reason === 'runs-outside';
}

/** Whether it has a page of its own now. */
export function isUp(row: IApp): boolean {
  const { state } = row;
  return state === 'running' || state === 'unhealthy' || runsOutside(row);
}

/** Whether it stands among what runs now. */
export function isAlive(row: IApp): boolean {
  return isUp(row) || row.state === 'starting';
}

/** Whether something must be installed or loaded first. */
export function isAbsent({ state }: IApp): boolean {
  return state === 'missing' || state === 'module-needed';
}

/** Whether it is offered: its wrapper may have hidden it, for instance as another page opens it. */
export function isOffered(app: IApp): boolean {
  return app.server.enabled || isAlive(app);
}

/** Two wrappers of one program have the same title: then their names tell them apart. */
export function withUniqueTitles(apps: readonly IApp[]): IApp[] {
  const count = (title: string) => apps.filter(a => a.title === title).length;
  return apps.map(row =>
    count(row.title) > 1 ? { ...row, title: `${row.title} (${row.name})` } : row
  );
}

/** Names under which wrappers offer VS Code; the first one that is there answers to all. */
const VSCODE = ['code-server', 'codeserver', 'vscode', 'openvscode'];

/** The app of this name; any of VS Code's names finds the VS Code that is installed. */
export function findApp(apps: readonly IApp[], name: string): IApp | undefined {
  const exact = apps.find(row => row.name === name);
  if ((exact && !isAbsent(exact)) || !VSCODE.includes(name)) {
    return exact;
  }
  const family = apps.filter(row => VSCODE.includes(row.name));
  return family.find(row => !isAbsent(row)) ?? exact ?? family[0];
}

/** What jupyter-server-proxy puts before a server's name in the id of its tab. */
export const TAB_PREFIX = 'server-proxy:';

/** The app that a tab shows, or null for another page. */
export function nameOf(id: string): string | null {
  const [name = ''] = id.slice(TAB_PREFIX.length).split('?');
  return id.startsWith(TAB_PREFIX) ? name : null;
}

/** The words for "jupyter-server-proxy is not there"; the section of the apps tells them. */
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
