import { nullTranslator } from '@jupyterlab/translation';
import {
  act,
  cleanup,
  fireEvent,
  render,
  screen
} from '@testing-library/react';
import * as React from 'react';

import { SessionModel } from '../../session/model';
import SessionSection from '../../session/section';
import { FakeServer, FakeSocket, json, STATUS } from '../core/fakes';

const trans = nullTranslator.load('jupyterlab_remote_ide');
const NOW = Date.UTC(2026, 10, 27, 12) / 1000;
const GB = 2 ** 30;

const SESSION = {
  now: NOW + 600, // the server's clock
  host: 'node42',
  job: { id: '8123', name: 'jupyter' },
  start_time: null,
  end_time: null,
  end_time_source: null,
  idle: {}
};

function row(kind: string, used: number | null, total: number | null): object {
  return {
    ...{ id: kind, kind, scope: 'allocation', name: null, at: NOW },
    ...{ used, total, memory_used: null, memory_total: null }
  };
}

/** Whether the strip is in view, told by a test. */
let look: (isIntersecting: boolean) => void;

class Observer {
  constructor(run: (entries: { isIntersecting: boolean }[]) => void) {
    look = isIntersecting => {
      act(() => {
        run([{ isIntersecting }]);
      });
    };
  }
  observe(): void {
    look(true);
  }
  disconnect(): void {
    // Nothing is kept.
  }
}

let seq = 0;

/** The server tells what is in use. */
function tell(...rows: object[]): void {
  act(() => {
    const message = { topic: 'session', seq: ++seq, snapshot: rows };
    FakeSocket.last.receive(message);
  });
}

const wanted = () =>
  FakeSocket.last.sent.map(
    sent => (sent as { want: { session?: string | null } }).want.session
  );

beforeEach(() => {
  FakeSocket.all = [];
  jest
    .spyOn(window, 'IntersectionObserver')
    .mockImplementation(run => new Observer(run as never) as never);
  jest.useFakeTimers({ now: NOW * 1000, doNotFake: ['queueMicrotask'] });
});

afterEach(() => {
  jest.useRealTimers();
});

async function draw(
  session: object = {},
  status: object | null = {}
): Promise<jest.Mock> {
  const server = new FakeServer().on('GET session', () =>
    json({ ...SESSION, ...session })
  );
  if (status !== null) {
    server.on('GET status', () => json({ ...STATUS, ...status }));
  }
  const connection = server.connection();
  const model = new SessionModel(connection);
  const onRetry = jest.fn();
  render(
    <SessionSection
      {...{ trans, model, onRetry }}
      watch={connection.watch}
      onRefresh={jest.fn()}
    />
  );
  await act(() => model.show());
  return onRetry;
}

const summary = () => document.querySelector('summary')!;

it('shows only facts that exist', async () => {
  await draw({ job: null }, { warnings: ['no-token'] });
  expect(screen.getByText('node42')).toBeInTheDocument();
  expect(document.querySelector('details')).toBeNull();
  expect(screen.getByText(/asks for no password/)).toBeInTheDocument();
});

it('has an empty line for the host until it is known, and none where it never is', async () => {
  const where = () => document.querySelector('.jp-RemoteIDE-where');
  await draw();
  expect(where()).toHaveTextContent('node42');
  cleanup();
  await draw({ host: 5 });
  expect(where()).toBeNull();
});

it('names host, job and server in one line', async () => {
  await draw({}, { server_name: 'gpu' });
  const line = document.querySelector('.jp-RemoteIDE-where')!;
  expect(line).toHaveTextContent('node42 · job 8123 · server gpu');
  expect(line).toHaveAttribute('title', line.textContent);
});

describe('time left', () => {
  const end = (seconds: number, whole: number | null = null) => ({
    end_time: SESSION.now + seconds,
    start_time: whole === null ? null : SESSION.now + seconds - whole
  });
  const bar = () =>
    document.querySelector<HTMLElement>('.jp-RemoteIDE-fact')!.style
      .backgroundSize;

  it('is counted by the clock of the server', async () => {
    await draw(end(2 * 3600 + 720));
    expect(summary()).toHaveTextContent(/^2 h 12 min left$/);
    expect(screen.getByText(/^Ends .*2026/)).toBeInTheDocument();
  });

  it('is drawn as a part of the whole where that is known, and only there', async () => {
    await draw(end(2 * 3600, 8 * 3600));
    expect(bar()).toBe('25% 2px, 100% 2px');
    expect(screen.getByText('8 h in all')).toBeInTheDocument();
    expect(summary().title).toContain('8 h in all');
  });

  it.each([null, -5])('has no made-up whole (%s)', async whole => {
    await draw(end(2 * 3600, whole));
    expect(bar()).toBe('');
    expect(document.body).not.toHaveTextContent('in all');
  });

  it.each([
    [3700, /^1 h 2 min left$/, null],
    [3500, /^58 min left, ends soon$/, 'warn'],
    [800, /^13 min left, save your work$/, 'error'],
    [200, /^3 min left, save now$/, 'error'],
    [-60, /^Was to end at .*, save now$/, 'error']
  ])(
    'near the end says so in a word and a shape (%s s)',
    async (left, text, kind) => {
      await draw(end(left));
      expect(summary()).toHaveTextContent(text);
      const dot = summary().querySelector('[data-kind]');
      expect(dot?.getAttribute('data-kind') ?? null).toBe(kind);
    }
  );
});

describe('what is in use', () => {
  it('is that of the allocation, with a plot that grows', async () => {
    await draw();
    tell(row('memory', 12 * GB, 64 * GB), row('cpu', null, 4));
    expect(summary()).toHaveTextContent(/^12 of 64 GB$/);
    expect(document.querySelector('path')).toHaveAttribute('d', '');
    tell(
      { ...row('memory', 13 * GB, 64 * GB), at: NOW + 8 },
      { ...row('cpu', 1.44, 4), at: NOW + 8 }
    );
    expect(screen.getByText('Memory: 13 of 64 GB')).toBeInTheDocument();
    expect(screen.getByText('CPUs: 1.4 of 4')).toBeInTheDocument();
    const plot = screen.getByRole('img', { name: /Memory and CPUs/ });
    const points = plot.querySelector('path')!.getAttribute('d')!;
    expect(points.match(/[ML]/g)).toHaveLength(3);
    fireEvent.click(summary());
    expect(document.querySelector('details')).toHaveAttribute('open');
  });

  it('forgets what is older than the plot, or another server’s', async () => {
    await draw();
    const points = () =>
      document.querySelector('path')!.getAttribute('d')!.match(/L/g)?.length;
    for (const at of [0, 2, 4, 63]) {
      tell({ ...row('memory', 1, 2), at: NOW + at });
    }
    expect(points()).toBe(2);
    tell({ ...row('memory', 1, 2), at: NOW - 5 });
    expect(points()).toBeUndefined();
  });

  it('is named as the machine’s where nothing limits this server', async () => {
    await draw();
    tell(
      { ...row('memory', 5 * GB, 24 * GB), scope: 'machine' },
      { ...row('cpu', 0.5, 2), scope: 'machine' }
    );
    expect(summary()).toHaveTextContent(/^Machine: 5 of 24 GB$/);
    expect(
      screen.getByText('CPUs: 0.5 of 2 (whole machine)')
    ).toBeInTheDocument();
  });

  it.each([
    [0.89, /^89 of 100 GB$/, null],
    [0.9, /^90 of 100 GB, nearly full$/, 'warn'],
    [0.98, /^98 of 100 GB, nearly full$/, 'error']
  ])('near the limit says so (%s)', async (part, text, kind) => {
    await draw();
    tell(row('memory', part * 100 * GB, 100 * GB));
    expect(summary()).toHaveTextContent(text);
    const dot = summary().querySelector('[data-kind]');
    expect(dot?.getAttribute('data-kind') ?? null).toBe(kind);
  });

  it('tells GPUs by device', async () => {
    await draw();
    const gpu = (
      name: string,
      used: number | null,
      memory: number | null,
      id = name
    ) => ({
      ...row('gpu', used, 1),
      ...{ id, name, memory_used: memory, memory_total: memory && 40 * GB }
    });
    tell(gpu('A100', 0.3, GB));
    expect(summary()).toHaveTextContent(/^GPU 30%$/);
    tell(gpu('A100', 0.3, GB), gpu('H100', 0.5, 2 * GB));
    expect(summary()).toHaveTextContent(/^2 GPUs 40%$/);
    expect(screen.getByText('A100 · 30% · 1 of 40 GB')).toBeInTheDocument();
    tell(gpu('T4', null, null));
    expect(summary()).toHaveTextContent(/^GPU$/);
    expect(screen.getByText('T4')).toBeInTheDocument();
    tell(gpu('T4', null, null, 'a'), gpu('T4', null, null, 'b'));
    expect(summary()).toHaveTextContent(/^2 GPUs$/);
    // Two of one kind, and none of them left over when they differ.
    tell(gpu('T4', 0, GB, 'a'), gpu('T4', 0, GB, 'b'));
    tell(gpu('T4', 0.5, GB, 'a'), gpu('T4', 0, GB, 'b'));
    expect(screen.getAllByText(/^T4/).map(line => line.textContent)).toEqual([
      'T4 · 50% · 1 of 40 GB',
      'T4 · 0% · 1 of 40 GB'
    ]);
  });

  it('is asked for while the strip is in view, and only then', async () => {
    await draw();
    FakeSocket.last.accept();
    expect(wanted()).toEqual(['visible']);
    look(false);
    expect(wanted().slice(1)).toEqual([null]);
    look(true);
    expect(wanted().slice(2)).toEqual(['visible']);
    cleanup();
    expect(wanted().slice(3)).toEqual([null]);
    expect(() => {
      tell({ id: 'not decoded by anybody' });
    }).not.toThrow();
  });

  it('is not asked for where there is no server half', async () => {
    await draw({}, null);
    expect(FakeSocket.all).toEqual([]);
    expect(screen.getByText(/server extension enable/)).toBeInTheDocument();
  });
});
