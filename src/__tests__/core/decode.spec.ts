import {
  array,
  boolean,
  nullable,
  number,
  object,
  record,
  shape,
  string,
  withDefault,
  word
} from '../../core/decode';
import { problemOf } from '../../core/result';

const row = shape<{ id: string; size: number | null; tags: string[] }>({
  id: string,
  size: nullable(number),
  tags: withDefault(array(string), [])
});

describe('core/decode', () => {
  it('takes what is right, ignores unknown fields, fills what may be missing', () => {
    expect(row({ id: 'a', other: 1 })).toEqual({
      id: 'a',
      size: null,
      tags: []
    });
    expect(row({ id: 'a', size: 2, tags: ['x'] })).toEqual({
      id: 'a',
      size: 2,
      tags: ['x']
    });
  });

  it.each([
    null,
    undefined,
    7,
    'text',
    [],
    {},
    { id: 7 },
    { id: 'a', size: 'big' },
    { id: 'a', size: NaN },
    { id: 'a', tags: 'x' },
    { id: 'a', tags: [1] }
  ])('refuses %j', value => {
    let caught: unknown = null;
    try {
      row(value);
    } catch (error) {
      caught = error;
    }
    expect(problemOf(caught)).toEqual({ status: null, reason: 'bad-reply' });
  });

  it('reads words, with a fallback for those of a newer server', () => {
    const state = word(['on', 'off'] as const, 'off');
    expect(state('on')).toBe('on');
    expect(state('dimmed')).toBe('off');
    expect(() => state(1)).toThrow();
  });

  it('reads records, booleans and objects', () => {
    expect(record(boolean)({ a: true })).toEqual({ a: true });
    expect(() => record(boolean)({ a: 'yes' })).toThrow();
    expect(() => object([])).toThrow();
    expect(problemOf(new Error('x')).reason).toBe('unexpected');
  });
});
