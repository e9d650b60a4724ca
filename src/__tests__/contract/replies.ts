// Checked by `npm run check:replies`, never run: what the decoders make of replies is what rest-api.yml says of them.
import type * as api from '../../../.cache/rest-api';
import type {
  apiTokensReply,
  createdApiToken,
  ICreateRequest,
  pastedAnswer
} from '../../apitokens/types';
import type {
  appReply,
  appsReply,
  logReply,
  startReply
} from '../../apps/types';
import type { checksReply } from '../../connect/doctor/checks';
import type { hello } from '../../core/outsider';
import type { kernelMade, kernelsReply } from '../../connect/kernels/types';
import type { tunnel } from '../../connect/clients/tunnel';
import type { portsReply } from '../../ports/types';
import type { session, status } from '../../session/types';
import type { usage } from '../../session/usage';

/** Compiles for nothing but `never`: the error names what is wrong. */
type None<Fault extends never> = Fault;

/** Where what is decoded, `T`, is not what the schema `S` says. A text may be wider: a newer server has more words. */
type Wrong<S, T, At extends string> =
  | (null extends S
      ? null extends T
        ? never
        : `${At} may be null`
      : null extends T
        ? `${At} is never null`
        : never)
  | Inside<NonNullable<S>, NonNullable<T>, At>;

type Inside<S, T, At extends string> = [T] extends [readonly (infer Each)[]]
  ? [S] extends [readonly (infer Said)[]]
    ? Wrong<Said, Each, `${At}[]`>
    : `${At} is no list`
  : [T] extends [object]
    ? [S] extends [object]
      ? {
          [K in keyof T & string]: K extends keyof S
            ? Wrong<S[K], T[K], `${At}.${K}`>
            : `${At}.${K} is unknown`;
        }[keyof T & string]
      : `${At} is no object`
    : [S] extends [T]
      ? [T] extends [S]
        ? never
        : string extends T
          ? never
          : `${At} has fewer words`
      : `${At} is something else`;

/** What of the schema `S` is not decoded into `T`. */
type Unread<S, T, At extends string = ''> = S extends readonly (infer Said)[]
  ? T extends readonly (infer Each)[]
    ? Unread<NonNullable<Said>, NonNullable<Each>, `${At}[]`>
    : never
  : S extends object
    ? {
        [K in keyof S & string]: K extends keyof T
          ? Unread<NonNullable<S[K]>, NonNullable<T[K]>, `${At}.${K}`>
          : `${At}.${K}`;
      }[keyof S & string]
    : never;

/** Fields named in `Others` are for those who call the API themselves; all else is read here. */
type Faults<
  S,
  Decoder extends (value: unknown) => unknown,
  Others extends string = never
> =
  | Wrong<S, ReturnType<Decoder>, ''>
  | Exclude<Unread<S, ReturnType<Decoder>>, Others>
  | Exclude<Others, Unread<S, ReturnType<Decoder>>>;

export type Replies = [
  None<Faults<api.Status, typeof status, '.now' | '.base_url'>>,
  None<
    Faults<
      api.Session,
      typeof session,
      '.end_time_source' | '.idle' | '.resources'
    >
  >,
  None<Faults<api.Usage, typeof usage>>,
  None<Faults<api.Tunnel, typeof tunnel>>,
  None<Faults<api.ApiTokens, typeof apiTokensReply>>,
  None<Faults<api.ApiTokenMade, typeof createdApiToken>>,
  None<Faults<api.PastedAnswer, typeof pastedAnswer>>,
  None<Faults<api.Checks, typeof checksReply, '.checks[].message'>>,
  None<Faults<api.Hello, typeof hello>>,
  None<Faults<api.Kernels, typeof kernelsReply, '.folders'>>,
  None<Faults<api.KernelMade, typeof kernelMade>>,
  None<
    Faults<
      api.Ports,
      typeof portsReply,
      '.now' | '.method' | '.ports[].addresses' | '.ports[].framework'
    >
  >,
  None<Faults<api.Apps, typeof appsReply, '.now' | '.problem'>>,
  None<Faults<api.AppReply, typeof appReply>>,
  None<Faults<api.AppStarted, typeof startReply>>,
  None<Faults<api.AppLog, typeof logReply, '.cut'>>,
  None<ICreateRequest extends api.ApiTokenWish ? never : 'no such wish'>
];

/** That each fault is seen. */
interface ISaid {
  readonly name: string;
  readonly kind: 'a' | 'b';
  readonly rows: readonly { readonly id: number | null }[];
}
type Seen<T, Fault extends string> =
  Faults<ISaid, (value: unknown) => T> extends Fault
    ? Fault extends Faults<ISaid, (value: unknown) => T>
      ? never
      : Fault
    : Faults<ISaid, (value: unknown) => T>;
type Row = { id: number | null }[];
export type Controls = [
  None<Faults<ISaid, (value: unknown) => ISaid>>,
  None<Faults<ISaid, (value: unknown) => Omit<ISaid, 'name'>, '.name'>>,
  None<Seen<{ name: string; kind: 'a' | 'b'; rows: Row }, never>>,
  None<Seen<{ name: string; kind: string; rows: Row }, never>>,
  None<Seen<{ kind: 'a' | 'b'; rows: Row }, '.name'>>,
  None<Seen<ISaid & { more: string }, '.more is unknown'>>,
  None<Seen<Omit<ISaid, 'kind'> & { kind: 'a' }, '.kind is something else'>>,
  None<
    Seen<
      Omit<ISaid, 'kind'> & { kind: 'a' | 'b' | 'c' },
      '.kind has fewer words'
    >
  >,
  None<Seen<Omit<ISaid, 'name'> & { name: number }, '.name is something else'>>,
  None<
    Seen<Omit<ISaid, 'name'> & { name: string | null }, '.name is never null'>
  >,
  None<Seen<Omit<ISaid, 'name'> & { name: string[] }, '.name is no list'>>,
  None<Seen<Omit<ISaid, 'name'> & { name: { x: 1 } }, '.name is no object'>>,
  None<
    Seen<
      Omit<ISaid, 'rows'> & { rows: { id: number }[] },
      '.rows[].id may be null'
    >
  >,
  // @ts-expect-error A field that nobody reads must be named.
  None<Faults<ISaid, (value: unknown) => Omit<ISaid, 'name'>>>,
  // @ts-expect-error One that is read must not.
  None<Faults<ISaid, (value: unknown) => ISaid, '.name'>>
];
