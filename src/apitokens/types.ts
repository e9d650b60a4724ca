import {
  array,
  boolean,
  type Decoder,
  detail,
  nullable,
  number,
  shape,
  string,
  withDefault
} from '../core/decode';
import type { IDetail } from '../core/result';

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
  /** Why it opens nothing although it is there; null where it opens something. */
  readonly reason: string | null;
  /** Facts for the sentence of the reason. */
  readonly detail: IDetail | null;
}

export interface ICreateRequest {
  /** The slug of the client it is for, such as `vscode`. */
  readonly recipe: string;
  readonly note: string;
  /** Whole seconds, at least 1; without it the site's default. */
  readonly expires_in?: number;
}

/** The one reply that holds a secret: it stays in memory and is dropped with the page. */
export interface ICreatedApiToken {
  readonly apitoken: IApiToken;
  readonly secret: string;
  readonly expires_at: number;
  /** The lifetime asked for was longer than this site allows. */
  readonly clamped: boolean;
  /** Of the list of tokens, this one included. */
  readonly seq: number;
}

export const apiToken: Decoder<IApiToken> = shape<IApiToken>({
  id: string,
  note: string,
  recipe: string,
  access: withDefault(string, 'connect'),
  created_at: number,
  last_activity: nullable(number),
  expires_at: nullable(number),
  scopes: withDefault(array(string), []),
  seen_client: nullable(string),
  reason: nullable(string),
  detail
});

export const createdApiToken: Decoder<ICreatedApiToken> =
  shape<ICreatedApiToken>({
    apitoken: apiToken,
    secret: string,
    expires_at: number,
    clamped: withDefault(boolean, false),
    seq: number
  });

/** How long tokens live on this site, in seconds. */
export interface ILifetimes {
  /** Where nobody asks for another one. */
  readonly default: number;
  readonly max: number;
}

/** `GET apitokens`. */
export interface IApiTokensReply {
  /** The server's clock. */
  readonly now: number;
  readonly seq: number;
  readonly apitokens: readonly IApiToken[];
  readonly lifetimes: ILifetimes;
}

export const apiTokensReply: Decoder<IApiTokensReply> = shape<IApiTokensReply>({
  now: number,
  seq: number,
  apitokens: array(apiToken),
  lifetimes: shape<ILifetimes>({ default: number, max: number })
});
