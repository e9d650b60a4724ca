import { nullTranslator } from '@jupyterlab/translation';

import { groupPorts } from '../../ports/groups';
import { PortNotices } from '../../ports/notices';
import { isWeb, port } from '../../ports/types';
import { ProblemError } from '../../core/result';
import { addressWords, dotOf, kindWord } from '../../ports/words';
import { portRow } from './rows';

const trans = nullTranslator.load('');

const read = (number: number, more?: Record<string, unknown>) =>
  port(portRow(number, more));

describe('the decoder of ports', () => {
  it('reads what the server sends', () => {
    expect(read(5000)).toMatchObject({
      id: '7-5000',
      kind: 'http',
      started_by: { kind: 'kernel', path: 'work/analysis.ipynb' }
    });
  });

  it('reads a socket of which nothing is known yet', () => {
    const row = port({
      id: 'inode-9',
      port: 5000,
      kind: 'new',
      started_by: { kind: 'other', path: null },
      since: 1,
      group: 'inode-9'
    });
    expect(row).toMatchObject({ pid: null, url: null, reachable: false });
    expect(isWeb(row)).toBe(false);
  });

  it('refuses a port that is no number', () => {
    expect(() => read(1, { port: '5000' })).toThrow(ProblemError);
  });
});

describe('groupPorts', () => {
  it('draws the ports of one program as one row, the page first', () => {
    const group = '7';
    const rows = groupPorts([
      read(6007, { kind: 'tcp', group, hidden: true, why: 'side-port' }),
      read(6008, { kind: 'internal', group, hidden: true, why: 'internal' }),
      read(6006, { group }),
      read(5000)
    ]);
    expect(rows.map(r => [r.main.port, r.others.map(o => o.port)])).toEqual([
      [6006, [6007]],
      [5000, []]
    ]);
  });

  it('puts the newest first', () => {
    const rows = groupPorts([read(1, { since: 5 }), read(2, { since: 9 })]);
    expect(rows.map(r => r.main.port)).toEqual([2, 1]);
  });
});

it('puts web pages first, and last what never answered', () => {
  const rows = groupPorts([
    read(1, { kind: 'silent', url: null, since: 9 }),
    read(2, { kind: 'tcp', url: null, since: 8 }),
    read(3, { kind: 'http', since: 1 }),
    read(4, { kind: 'new', since: 2 })
  ]);
  expect(rows.map(r => r.main.port)).toEqual([4, 3, 2, 1]);
});

it.each([
  [{}, '', 'ok'],
  [{ error: 500 }, 'error 500', 'warn'],
  [{ kind: 'silent', url: null, settled: false }, 'no answer yet', 'busy'],
  [{ kind: 'silent', url: null }, 'does not answer', 'off']
])('says what a port does: %j', (more, words, dot) => {
  const row = read(5000, more);
  expect([kindWord(trans, row), dotOf(row)]).toEqual([words, dot]);
});

it.each([
  [{}, 'Web page at proxy/1/'],
  [{ kind: 'new' }, 'proxy/1/'],
  [{ error: 500 }, 'proxy/1/']
])('promises a page only where one has answered: %j', (more, words) => {
  expect(addressWords(trans, read(1, more), 'proxy/1/')).toBe(words);
  expect(addressWords(trans, read(1, more), '')).toBe('');
});

describe('PortNotices', () => {
  let now = 0;
  const make = () => {
    now = 1_000_000;
    const notices = new PortNotices(() => now);
    notices.next([]);
    now += 5000;
    return notices;
  };
  const news = (notices: PortNotices, ...rows: ReturnType<typeof read>[]) =>
    notices.next(rows).map(row => row.port);

  it('says nothing of what was there before, however late it is told apart', () => {
    now = 0;
    const notices = new PortNotices(() => now);
    expect(news(notices, read(5000, { kind: 'new', hidden: true }))).toEqual(
      []
    );
    now = 6000;
    expect(news(notices, read(5000))).toEqual([]);
  });

  it('tells of a web port once, when it answers', () => {
    const notices = make();
    expect(news(notices, read(5000, { kind: 'new' }))).toEqual([]);
    expect(news(notices, read(5000))).toEqual([5000]);
    expect(news(notices, read(5000))).toEqual([]);
  });

  it('tells nothing of hidden, unreachable and other ports', () => {
    expect(
      news(
        make(),
        read(1, { hidden: true }),
        read(2, { reachable: false }),
        read(3, { kind: 'tcp', url: null })
      )
    ).toEqual([]);
  });

  it('tells of a port that comes back only after ten minutes', () => {
    const notices = make();
    expect(news(notices, read(5000))).toEqual([5000]);
    news(notices);
    now += 60_000;
    expect(news(notices, read(5000))).toEqual([]);
    news(notices);
    now += 11 * 60_000;
    expect(news(notices, read(5000))).toEqual([5000]);
  });

  it('tells of a second program on the same port number', () => {
    const notices = make();
    const first = read(5000);
    const second = read(5000, { id: '8-5000', pid: 8 }); // at ::1
    expect(news(notices, first)).toEqual([5000]);
    expect(news(notices, first, second)).toEqual([5000]);
    expect(news(notices, first, second)).toEqual([]);
  });

  it('tells of another program that follows on a port, not of the same one again', () => {
    const notices = make();
    expect(news(notices, read(5000))).toEqual([5000]);
    now += 1000;
    expect(news(notices, read(5000, { id: '8-5000', pid: 8 }))).toEqual([]);
    const other = { id: '9-5000', pid: 9, label: 'Another' };
    expect(news(notices, read(5000, other))).toEqual([5000]);
  });
});
