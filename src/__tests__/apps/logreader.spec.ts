import { nullTranslator } from '@jupyterlab/translation';

import { LogReader } from '../../apps/logreader';
import type { ILog } from '../../apps/types';

const trans = nullTranslator.load('');

/** A log on a line that answers when told to. */
function slow() {
  const asked: number[] = [];
  let answer: (log: ILog) => void = () => undefined;
  let fail: () => void = () => undefined;
  const reader = new LogReader(
    after =>
      new Promise((resolve, reject) => {
        asked.push(after);
        answer = resolve;
        fail = () => {
          reject(new Error('gone'));
        };
      }),
    () => undefined
  );
  const settle = () => new Promise(resolve => setTimeout(resolve, 0));
  return {
    asked,
    reader,
    answer: (next: number, ...lines: string[]) => {
      answer({ lines, next });
      return settle();
    },
    fail: () => {
      fail();
      return settle();
    }
  };
}

describe('apps/logreader', () => {
  it('shows lines though news come faster than replies', async () => {
    const { asked, reader, answer } = slow();
    void reader.read();
    void reader.read();
    void reader.read();
    expect(asked).toEqual([0]);
    await answer(2, 'one', 'two');
    expect(reader.lines).toEqual(['one', 'two']);
    expect(asked).toEqual([0, 2]);
    await answer(3, 'three');
    expect(reader.lines).toEqual(['one', 'two', 'three']);
    expect(asked).toHaveLength(2);
    void reader.read();
    expect(asked).toEqual([0, 2, 3]);
  });

  it('begins anew with a server that did', async () => {
    const { reader, answer } = slow();
    void reader.read();
    await answer(9, 'old');
    void reader.read();
    await answer(1, 'new');
    expect(reader.lines).toEqual(['new']);
  });

  it('keeps what it has where a request fails, and goes on', async () => {
    const { reader, answer, fail } = slow();
    void reader.read();
    await answer(1, 'one');
    void reader.read();
    await fail();
    expect(reader.problem).not.toBeNull();
    expect(reader.lines).toEqual(['one']);
    void reader.read();
    await answer(2, 'two');
    expect(reader.problem).toBeNull();
    expect(reader.lines).toEqual(['one', 'two']);
  });

  it('asks no more once it is disposed', async () => {
    const { asked, reader, answer } = slow();
    void reader.read();
    void reader.read();
    reader.dispose();
    await answer(1, 'one');
    expect(asked).toEqual([0]);
  });

  it('keeps the last thousand lines', async () => {
    const { reader, answer } = slow();
    void reader.read();
    await answer(1500, ...Array.from({ length: 1500 }, (_, i) => `${i}`));
    expect(reader.lines).toHaveLength(1000);
    expect(reader.lines[0]).toBe('500');
    expect(reader.shown(trans)[0]).toBe('500 earlier lines are left out.');
    expect(reader.shown(trans)).toHaveLength(1001);
  });

  it('says how many lines the server has no more', async () => {
    const { reader, answer } = slow();
    void reader.read();
    await answer(3, 'two', 'three');
    const first = '1 earlier line is left out.';
    expect(reader.shown(trans)).toEqual([first, 'two', 'three']);
  });

  it('says nothing of lines where it has them all', async () => {
    const { reader, answer } = slow();
    void reader.read();
    await answer(1, 'one');
    void reader.read();
    await answer(2, 'two');
    expect(reader.shown(trans)).toEqual(['one', 'two']);
  });
});
