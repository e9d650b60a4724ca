import type {
  IApiToken,
  ICreatedApiToken,
  ICreateRequest,
  ILifetimes
} from '../contract';
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

export type { IApiToken, ICreatedApiToken, ICreateRequest, ILifetimes };

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
