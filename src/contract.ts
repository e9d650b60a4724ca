// What features tell each other and other extensions: the data behind tokens.ts, types alone. It stands whichever
// features there are; the feature that owns a part of it decodes it.
import type { ICapability, IDetail } from './core/result';

/** How API tokens are made here; `hub-manual`: on the hub's own page. */
export type Mode =
  'embedded' | 'hub-oauth' | 'hub-server-token' | 'hub-manual' | 'none';

/** What the hub said to this server; names are raw, never parts of a URL. */
export interface IHub {
  readonly user: string;
  readonly server_name: string;
  readonly version: string | null;
  /** Whether kernels may be reached by clients that send the token in the URL only; null where nobody knows. */
  readonly token_in_url: boolean | null;
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
  /** Null where no hub started this server. */
  readonly hub: IHub | null;
  readonly capabilities: Readonly<Record<string, ICapability>>;
  /** Stable words for what is wrong with this server. */
  readonly warnings: readonly string[];
  /** What the server's log says of a warning, by its word. */
  readonly details: Readonly<Record<string, string>>;
}

/** `GET session`: where kernels run and for how long. Epoch seconds, bytes. */
export interface ISession {
  /** The server's clock, from which the browser counts down. */
  readonly now: number;
  readonly host: string;
  /** Where a kernel of an IDE starts; null where the server does not know. */
  readonly folder: string | null;
  readonly job: { readonly id: string; readonly name: string | null } | null;
  readonly start_time: number | null;
  readonly end_time: number | null;
}

/** An API token made for an IDE; never its secret. Times are epoch seconds. */
export interface IApiToken {
  readonly id: string;
  readonly note: string;
  readonly recipe: string;
  readonly access: string;
  readonly created_at: number;
  readonly last_activity: number | null;
  /** Null for one that has no end, or whose end is not known. */
  readonly expires_at: number | null;
  readonly scopes: readonly string[];
  /** What used it last, as the server recognised it. */
  readonly seen_client: string | null;
  /** What the browser goes by in which it was made; null where that is not known. */
  readonly browser: string | null;
  /** Why it opens nothing although it is there; null where it opens something. */
  readonly reason: string | null;
  /** Facts for the sentence of the reason. */
  readonly detail: IDetail | null;
}

export interface ICreateRequest {
  /** The slug of the client it is for, such as `vscode`. */
  readonly recipe: string;
  readonly note: string;
  /** What it opens of the hub besides this server; without it nothing. */
  readonly access?: 'connect' | 'list' | 'start';
  /** Whole seconds, at least 1; without it the site's default. */
  readonly expires_in?: number;
  /** Without it all stay. */
  readonly existing?: Existing;
}

/**
 * What becomes of the tokens that this browser has for the same client: those never used end; the same, but where one
 * was used nothing is made (`apitoken-exists`); all end.
 */
export type Existing = 'keep-used' | 'ask' | 'replace';

/** The one reply that holds a secret: it stays in memory and is dropped with the page. */
export interface ICreatedApiToken {
  readonly apitoken: IApiToken;
  readonly secret: string;
  readonly expires_at: number;
  /** The lifetime asked for was longer than this site allows. */
  readonly clamped: boolean;
  /** How many it should have replaced and could not; they are in the list. */
  readonly not_ended: number;
  /** Of the list of tokens, this one included. */
  readonly seq: number;
}

/** Of a token that was made on the hub's page and opens this server. */
export interface IPastedAnswer {
  /** It may make tokens for all that its user may. */
  readonly is_broad: boolean;
}

/** How long tokens live on this site, in seconds. */
export interface ILifetimes {
  /** Where nobody asks for another one. */
  readonly default: number;
  readonly max: number;
}

export type AppState =
  | 'missing'
  | 'module-needed'
  | 'stopped'
  | 'starting'
  | 'running'
  | 'unhealthy'
  | 'failed'
  | 'external';

/** A folder that an app was opened with. */
export interface IAppFolder {
  /** A path of the default drive; empty for its root. */
  readonly path: string;
  /** Where the app opens it; below the host, as the server encoded it. */
  readonly url: string;
  /** When that was last, in epoch seconds. */
  readonly opened: number;
}

/** A program of jupyter-server-proxy. Times are epoch seconds. */
export interface IApp {
  /** jupyter-server-proxy's server name; the key. */
  readonly name: string;
  readonly title: string;
  readonly icon_url: string | null;
  readonly state: AppState;
  readonly reason: string | null;
  /** Facts for the reason's sentence, by name. */
  readonly detail: IDetail | null;
  readonly since: number | null;
  readonly pid: number | null;
  /** Another one once somebody started its program anew; one that comes back by itself keeps it. */
  readonly started: number | null;
  readonly log_next: number;
  /** Below the host, with the base URL; carries no secret. */
  readonly open_url: string;
  readonly folder_argument: string | null;
  /** Those that it was opened with since it was started, the newest first. */
  readonly folders: readonly IAppFolder[];
  readonly modules: readonly string[];
  readonly install_hint: string | null;
  /** What its wrapper says of the launcher. */
  readonly server: {
    readonly enabled: boolean;
    readonly new_browser_tab: boolean;
  };
}
