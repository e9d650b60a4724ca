import { string } from '../../core/decode';
import { applyMessage, Rows } from '../../core/rows';

const key = (row: string) => row[0] ?? '';
const none = { add: [], change: [], remove: [] };

describe('core/rows', () => {
  it('keeps what the socket said over a reply that was asked for before', async () => {
    const rows = new Rows('apps', string, key);
    let answer: (rows: string[]) => void = () => undefined;
    const loading = rows.load(
      () =>
        new Promise(resolve => {
          answer = resolve;
        })
    );
    rows.receive(null, { topic: 'apps', seq: 4, snapshot: ['b1'] });
    answer(['a1']);
    await loading;
    expect([rows.data, rows.seq]).toEqual([['b1'], 4]);
    await rows.load(() => Promise.resolve(['c1']));
    expect(rows.data).toEqual(['c1']);
  });

  it('passes over other topics and differences without a list', () => {
    const rows = new Rows('apps', string, key);
    rows.receive(null, { topic: 'ports', seq: 1, snapshot: ['a1'] });
    rows.receive(null, { topic: 'apps', seq: 1, ...none, add: ['a1'] });
    expect(rows.data).toBeNull();
  });

  it('keeps the last list where a message cannot be read', () => {
    const rows = new Rows('apps', string, key);
    rows.receive(null, { topic: 'apps', seq: 1, snapshot: ['a1'] });
    rows.receive(null, { topic: 'apps', seq: 2, ...none, add: [7] });
    expect([rows.state, rows.data]).toEqual(['error', ['a1']]);
    expect(rows.problem).not.toBeNull();
  });

  it('applies snapshots and differences in order', () => {
    const apply = (rows: string[], message: object) =>
      applyMessage(
        rows,
        { topic: 'apps', seq: 1, ...none, ...message },
        string,
        key
      );
    expect(apply(['a1', 'b1'], { snapshot: ['c1'] })).toEqual(['c1']);
    expect(
      apply(['a1', 'b1', 'c1'], { add: ['d1'], change: ['b2'], remove: ['a'] })
    ).toEqual(['b2', 'c1', 'd1']);
    expect(() => apply([], { add: [7] })).toThrow();
  });
});
