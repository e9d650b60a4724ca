import { string } from '../../core/decode';
import { LiveList } from '../../core/livelist';

const key = (row: string) => row[0] ?? '';
const none = { add: [], change: [], remove: [] };

/** A list that heard of `a1` and `b1` at 4. */
function listed(): LiveList<string> {
  const list = new LiveList('apps', string, key);
  list.receive(null, { topic: 'apps', seq: 4, snapshot: ['a1', 'b1'] });
  return list;
}

function diff(list: LiveList<string>, seq: number, message: object): void {
  list.receive(null, { topic: 'apps', seq, ...none, ...message });
}

/** A request for the list, answered by what is returned. */
function asked(list: LiveList<string>) {
  let answer: (reply: { rows: string[]; seq: number }) => void = () =>
    undefined;
  const done = list.ask(
    () =>
      new Promise(resolve => {
        answer = resolve;
      })
  );
  return (seq: number, ...rows: string[]) => {
    answer({ rows, seq });
    return done;
  };
}

describe('core/livelist', () => {
  it('applies differences in order', () => {
    const list = listed();
    diff(list, 5, { add: ['c1'], change: ['b2'], remove: ['a'] });
    expect([list.data, list.seq]).toEqual([['b2', 'c1'], 5]);
    list.receive(null, { topic: 'apps', seq: 6, snapshot: ['d1'] });
    expect([list.data, list.seq]).toEqual([['d1'], 6]);
  });

  it('says how many rows the server kept back, by message or reply', async () => {
    const list = listed();
    expect(list.cut).toBe(0);
    diff(list, 5, { cut: 3 });
    expect(list.cut).toBe(3);
    diff(list, 6, {});
    expect(list.cut).toBe(0);
    list.receive(null, { topic: 'apps', seq: 7, cut: 2, snapshot: [] });
    expect(list.cut).toBe(2);
    await list.ask(() => Promise.resolve({ rows: ['a1'], seq: 8, cut: 4 }));
    expect([list.data, list.cut]).toEqual([['a1'], 4]);
  });

  it('passes over other topics and differences without a list', () => {
    const list = new LiveList('apps', string, key);
    list.receive(null, { topic: 'ports', seq: 1, snapshot: ['a1'] });
    diff(list, 1, { add: ['a1'] });
    list.put('a1', 2);
    expect(list.data).toBeNull();
  });

  it('keeps the last list where a message cannot be read', () => {
    const list = listed();
    diff(list, 5, { add: [7] });
    expect([list.state, list.data]).toEqual(['error', ['a1', 'b1']]);
    expect(list.problem).not.toBeNull();
  });

  it('keeps what the socket said over a reply of an earlier moment', async () => {
    const list = listed();
    const answer = asked(list);
    diff(list, 5, { change: ['a2'] });
    await answer(4, 'a1');
    expect([list.data, list.seq]).toEqual([['a2', 'b1'], 5]);
  });

  it('takes a reply of a later moment, and nothing older after it', async () => {
    const list = listed();
    const answer = asked(list);
    diff(list, 5, { change: ['a2'] });
    await answer(7, 'a4', 'c1');
    diff(list, 6, { change: ['a3'] });
    diff(list, 7, { change: ['a4'], add: ['c1'], remove: ['b'] });
    expect([list.data, list.seq]).toEqual([['a4', 'c1'], 7]);
    diff(list, 8, { change: ['c2'] });
    expect(list.data).toEqual(['a4', 'c2']);
  });

  it('takes a server that began anew', async () => {
    const list = listed();
    await asked(list)(1, 'a9');
    expect([list.data, list.seq]).toEqual([['a9'], 1]);
    list.receive(null, { topic: 'apps', seq: 0, snapshot: ['a8'] });
    expect([list.data, list.seq]).toEqual([['a8'], 0]);
    list.put('a7', 0);
    expect(list.data).toEqual(['a7']);
  });

  it('puts the row of a reply unless the socket was faster', () => {
    const list = listed();
    list.put('a2', 5);
    expect(list.data).toEqual(['a2', 'b1']);
    diff(list, 7, { change: ['a4'] });
    list.put('a3', 6);
    expect(list.data).toEqual(['a4', 'b1']);
  });

  it('puts nothing older than another reply, nor lets the socket', () => {
    const list = listed();
    list.put('a4', 7);
    list.put('a3', 6);
    diff(list, 5, { change: ['a2', 'b2'], remove: [] });
    expect(list.data).toEqual(['a4', 'b2']);
    diff(list, 6, { remove: ['a'] });
    expect(list.data).toEqual(['a4', 'b2']);
    diff(list, 8, { remove: ['a'] });
    expect(list.data).toEqual(['b2']);
  });

  it('puts a row that is new, once', () => {
    const list = listed();
    list.put('c0', 4);
    expect(list.data).toEqual(['a1', 'b1']);
    list.put('c1', 5);
    diff(list, 5, { add: ['c1'] });
    expect(list.data).toEqual(['a1', 'b1', 'c1']);
  });

  it('keeps a row that was put over an earlier reply, and takes the others', async () => {
    const list = listed();
    const answer = asked(list);
    list.put('a5', 6);
    list.put('c1', 6);
    await answer(5, 'a2', 'b2');
    expect([list.data, list.seq]).toEqual([['a5', 'b2', 'c1'], 5]);
    diff(list, 6, { change: ['a5', 'b3'], add: ['c1'] });
    expect(list.data).toEqual(['a5', 'b3', 'c1']);
  });
});
