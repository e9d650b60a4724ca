import { type IDetail, ProblemError } from './result';

/** Turns `unknown` into a value of one type, or throws a `bad-reply` problem. */
export type Decoder<T> = (value: unknown) => T;

function fail(): never {
  throw new ProblemError({ status: null, reason: 'bad-reply' });
}

export const string: Decoder<string> = value =>
  typeof value === 'string' ? value : fail();

export const number: Decoder<number> = value =>
  typeof value === 'number' && Number.isFinite(value) ? value : fail();

export const boolean: Decoder<boolean> = value =>
  typeof value === 'boolean' ? value : fail();

/** `null` and a missing field are the same: "not known". */
export function nullable<T>(decode: Decoder<T>): Decoder<T | null> {
  return value =>
    value === null || value === undefined ? null : decode(value);
}

/** A missing field takes the fallback; a present one must be right. */
export function withDefault<T>(decode: Decoder<T>, fallback: T): Decoder<T> {
  return value =>
    value === null || value === undefined ? fallback : decode(value);
}

export function array<T>(decode: Decoder<T>): Decoder<T[]> {
  return value => (Array.isArray(value) ? value.map(v => decode(v)) : fail());
}

/** One of some words; an unknown word becomes the fallback, as a newer server may have more. */
export function word<T extends string>(
  words: readonly T[],
  fallback: T
): Decoder<T> {
  return value => words.find(w => w === string(value)) ?? fallback;
}

export function record<T>(decode: Decoder<T>): Decoder<Record<string, T>> {
  return value =>
    Object.fromEntries(
      Object.entries(object(value)).map(([key, v]) => [key, decode(v)])
    );
}

export function object(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : fail();
}

/** Facts for a sentence: what is no plain value is left out. */
export const detail: Decoder<IDetail | null> = value =>
  typeof value !== 'object' || value === null || Array.isArray(value)
    ? null
    : Object.fromEntries(
        Object.entries(value).filter(
          (entry): entry is [string, string | number | boolean | null] =>
            entry[1] === null ||
            ['string', 'number', 'boolean'].includes(typeof entry[1])
        )
      );

/** An object with the named fields; unknown fields are ignored. */
export function shape<T extends object>(fields: {
  [K in keyof T]-?: Decoder<T[K]>;
}): Decoder<T> {
  return value => {
    const source = object(value);
    const result: Partial<T> = {};
    for (const key of Object.keys(fields) as (keyof T & string)[]) {
      result[key] = fields[key](source[key]);
    }
    return result as T;
  };
}
