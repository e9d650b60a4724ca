import { nullTranslator } from '@jupyterlab/translation';
import { act, fireEvent, render, screen } from '@testing-library/react';
import * as React from 'react';

import type { Answer } from '../core/fakes';
import {
  denied,
  FakeServer,
  FakeSocket,
  json,
  leadsTo,
  refusal,
  STATUS
} from '../core/fakes';
import { SessionModel } from '../../session/model';
import SessionSection from '../../session/section';
import type { IConnection } from '../../tokens';

const trans = nullTranslator.load('');
const html = (status: number) => () =>
  new Response('<html>nginx</html>', { status });
const broken: Answer = () => Promise.reject(new TypeError('Failed to fetch'));

const refuse = (socket: FakeSocket) => {
  socket.break();
};
const accept = (socket: FakeSocket) => {
  socket.accept();
};

let server: FakeServer;
let connection: IConnection;
let model: SessionModel;
const onRetry = jest.fn();
const onRefresh = jest.fn();

beforeEach(() => {
  jest.useFakeTimers();
  FakeSocket.all = [];
  server = new FakeServer()
    .on('GET status', () => json(STATUS))
    .on('GET session', () => json({ now: 1, host: 'vm' }));
  connection = server.connection();
  model = new SessionModel(connection);
  render(
    <SessionSection
      {...{ trans, model, onRetry, onRefresh }}
      watch={connection.watch}
    />
  );
});

afterEach(() => {
  act(() => {
    connection.watch.dispose();
  });
  jest.useRealTimers();
});

/** Time passes, and every socket does what `each` says. */
async function pass(
  seconds: number,
  each: (socket: FakeSocket) => void
): Promise<void> {
  for (let i = 0; i < seconds * 2; i++) {
    await act(async () => {
      if (FakeSocket.last.readyState === 0) {
        each(FakeSocket.last);
      }
      await jest.advanceTimersByTimeAsync(500);
    });
  }
}

/** A socket that stood is lost, and the server answers so from now on. */
async function lose(answer: Answer): Promise<void> {
  await act(() => model.show());
  connection.watch.want('ports', 'visible');
  FakeSocket.last.accept();
  await pass(6, accept);
  server.requests.length = 0;
  server.on('GET status', answer);
  act(() => {
    FakeSocket.last.break();
  });
  await pass(15, refuse);
}

const KINDS: [string, Answer, string, RegExp, string][] = [
  ['no answer', broken, 'network', /does not answer/, 'Try now'],
  ['nginx 502', html(502), 'server-unreachable', /not running/, 'Try now'],
  ['nginx 504', html(504), 'server-unreachable', /not running/, 'Try now'],
  ['hub 503', () => json({}, 503), 'server-unreachable', /not run/, 'Try now'],
  ['hub 424', () => json({}, 424), 'server-unreachable', /not run/, 'Try now'],
  [
    'hub 424 after a redirect',
    leadsTo(() => json({}, 424)),
    'server-unreachable',
    /not running/,
    'Try now'
  ],
  ['a page of a proxy', html(200), 'bad-reply', /not ours/, 'Reload the page'],
  [
    '403',
    refusal('not-logged-in'),
    'not-logged-in',
    /no longer logged in/,
    'Log in again'
  ],
  ['401 of a proxy', html(401), 'not-logged-in', /no longer/, 'Log in again'],
  [
    'a login page',
    leadsTo(() => new Response('<html>')),
    'not-logged-in',
    /no longer logged in/,
    'Log in again'
  ],
  [
    'a login page at another origin',
    leadsTo(null),
    'not-logged-in',
    /no longer logged in/,
    'Log in again'
  ],
  [
    'blocked WebSockets',
    () => json(STATUS),
    'no-websocket',
    /blocks WebSockets.*administrator/,
    'Refresh'
  ]
];

it.each(KINDS)('tells %s', async (_, answer, reason, words, action) => {
  await lose(answer);
  expect(model.loss?.reason).toBe(reason);
  expect(screen.getByText(words)).toBeVisible();
  expect(screen.getByText(/(as of|since) \d/)).toBeVisible();
  expect(screen.getByRole('button', { name: action })).toBeEnabled();
  expect(document.body).not.toHaveTextContent('for the reason');
});

it('says when it asks again, and asks at once when it is told to or the window gets the focus', async () => {
  await lose(broken);
  const line = /trying again in (\d+) s/;
  await pass(60, refuse);
  const seconds = () =>
    Number(line.exec(screen.queryByText(line)?.textContent ?? '')?.[1] ?? 0);
  while (seconds() < 2) {
    await pass(0.5, refuse); // it is asked just now
  }
  expect(seconds()).toBeLessThanOrEqual(15);
  const before = seconds();
  await pass(1, refuse);
  expect(seconds()).toBeLessThan(before);
  const asked = server.count('GET status');
  await act(async () => {
    window.dispatchEvent(new Event('focus'));
    await jest.advanceTimersByTimeAsync(0);
  });
  expect(server.count('GET status')).toBe(asked + 1);
  onRetry.mockClear();
  fireEvent.click(screen.getByRole('button', { name: 'Try now' }));
  expect(onRetry).toHaveBeenCalledTimes(1);
});

it('asks once per loss where the server answers', async () => {
  await lose(() => json(STATUS));
  await pass(300, refuse);
  expect(server.count('GET status')).toBe(1);
  fireEvent.click(screen.getByRole('button', { name: 'Refresh' }));
  expect(onRefresh).toHaveBeenCalledTimes(1);
});

it('says where there is no server half any more, and what to do', async () => {
  await lose(() => json({}, 404));
  expect(screen.getByText(/extension enable/)).toBeVisible();
  expect(model.status.data).toBeNull();
});

it('takes the browser’s word for a hint', async () => {
  jest.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
  await lose(() => json(STATUS));
  expect(document.body).not.toHaveTextContent('offline');
  server.on('GET status', broken);
  await act(() => model.refresh());
  expect(screen.getByText(/computer is offline.* since \d/)).toBeVisible();
});

it('says nothing of a loss within 5 s, and asks who answers after it', async () => {
  await lose(() => json(STATUS));
  await pass(90, accept);
  expect(model.loss).toBeNull();
  const asked = server.count('GET status');
  FakeSocket.last.break();
  await pass(2, accept);
  expect(model.loss).toBeNull();
  expect(connection.watch.state).toBe('open');
  expect(server.count('GET status')).toBe(asked + 1);
});

it('takes back what it said when all is well again, and asks for everything anew', async () => {
  await lose(broken);
  onRefresh.mockClear();
  server.on('GET status', () => json(STATUS));
  await pass(90, accept);
  expect(model.loss).toBeNull();
  expect(screen.queryByText(/as of|since/)).toBeNull();
  expect(screen.queryByText(/does not answer/)).toBeNull();
  expect(onRefresh).toHaveBeenCalledTimes(1);
});

it('tells of another kind of loss when the server comes back as another one', async () => {
  await lose(broken);
  server.on('GET status', refusal('not-logged-in'));
  await pass(90, refuse);
  expect(model.loss?.reason).toBe('not-logged-in');
});

it('asks again when the panel is shown while the server is away', async () => {
  await lose(broken);
  const before = server.count('GET status');
  await act(() => model.show());
  expect(server.count('GET status')).toBe(before + 1);
});

describe('rules', () => {
  let changes: number;

  beforeEach(() => {
    changes = 0;
    model.rulesChanged.connect(() => (changes += 1));
  });

  it('are the same after a restart that changes none', async () => {
    await lose(broken);
    server.on('GET status', () => json({ ...STATUS, now: 2000 }));
    await pass(90, accept);
    expect(changes).toBe(0);
  });

  it('are others after one with another configuration', async () => {
    await lose(broken);
    server.on('GET status', () => json(denied('turned-off')));
    await pass(90, accept);
    expect(changes).toBe(1);
  });

  it('come with the server half, of which JupyterLab’s own trouble is the sign', async () => {
    server.on('GET status', () => json({}, 404));
    await act(() => model.show());
    await act(() => model.doubt());
    expect(model.status.problem?.reason).toBe('no-server-half');
    server.on('GET status', broken);
    await act(() => model.doubt());
    expect(model.status.problem?.reason).toBe('network');
    const asked = server.count('GET status');
    await act(() => model.doubt());
    expect(server.count('GET status')).toBe(asked);
    server.on('GET status', () => json(STATUS));
    await act(() => model.show());
    expect(changes).toBe(1);
    expect(model.status.problem).toBeNull();
  });

  it('go with it', async () => {
    await lose(() => json({}, 404));
    expect(changes).toBe(1);
  });
});

it('is no loss of the server where one request failed while the socket stands', async () => {
  await act(() => model.show());
  connection.watch.want('ports', 'visible');
  FakeSocket.last.accept();
  await pass(6, accept);
  server.on('GET status', broken);
  await act(() => model.refresh());
  expect(screen.queryByText(/trying again/)).toBeNull();
  expect(screen.getByText(/does not answer/)).toBeVisible();
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(onRetry).toHaveBeenCalled();
});

it('says that it tries again only where it does', async () => {
  server.on('GET status', broken);
  await act(() => model.refresh());
  expect(screen.getByText(/does not answer/)).toBeVisible();
  expect(screen.queryByText(/trying again/)).toBeNull();
  expect(screen.getByRole('button', { name: 'Try now' })).toBeEnabled();
  let answer: (reply: Response) => void = () => undefined;
  server.on('GET status', () => new Promise(resolve => (answer = resolve)));
  act(() => void model.refresh());
  expect(screen.getByText(/trying again…/)).toBeVisible();
  await act(async () => {
    answer(json(STATUS));
    await Promise.resolve();
  });
});
