import type {
  IApiToken,
  ICreatedApiToken,
  ICreateRequest,
  ILifetimes,
  IPastedAnswer
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

export type {
  IApiToken,
  ICreatedApiToken,
  ICreateRequest,
  ILifetimes,
  IPastedAnswer
};

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
  browser: nullable(string),
  reason: nullable(string),
  detail
});

export const createdApiToken: Decoder<ICreatedApiToken> =
  shape<ICreatedApiToken>({
    apitoken: apiToken,
    secret: string,
    expires_at: number,
    clamped: withDefault(boolean, false),
    not_ended: withDefault(number, 0),
    seq: number
  });

export const pastedAnswer: Decoder<IPastedAnswer> = shape<IPastedAnswer>({
  is_broad: boolean
});

/** `PATCH` of one. `expires_in`: whole seconds from now on. */
export interface IChangeRequest {
  readonly note?: string;
  readonly expires_in?: number;
}

const DAY = 24 * 3600;

/** Those to be seen, the newest first: what opens nothing as long as it is there. Epoch seconds of the server's clock. */
export function standing(
  rows: readonly IApiToken[],
  now: number
): readonly IApiToken[] {
  return rows
    .filter(
      ({ reason, expires_at }) =>
        reason !== null || expires_at === null || expires_at > now
    )
    .sort((a, b) => b.created_at - a.created_at);
}

/** Whether a token that works will not do so tomorrow. */
export function endsSoon({ expires_at }: IApiToken, now: number): boolean {
  return expires_at !== null && expires_at <= now + DAY;
}

/**
 * How long one press lets a token live: as a new one, or as long as the site allows where it has more already. 0 where
 * it opens nothing, or that is not known.
 */
export function extension(
  { expires_at, reason }: IApiToken,
  lifetimes: ILifetimes | null,
  now: number
): number {
  if (!lifetimes || !expires_at || reason) {
    return 0;
  }
  const { default: usual, max } = lifetimes;
  return expires_at > now + usual + 60 ? max : usual;
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
