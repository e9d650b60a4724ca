import { Notification } from '@jupyterlab/apputils';
import { nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import { Signal } from '@lumino/signaling';
import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import * as React from 'react';

import { PortsModel } from '../../ports/model';
import RunningSection from '../../ports/section';
import { PortToasts } from '../../ports/toasts';
import type { IApp, IAppsModel } from '../../tokens';
import { addCommand } from '../core/page';
import { FakeServer, FakeSocket } from '../core/fakes';
import { fakeApp, portRow } from './rows';

const trans = nullTranslator.load('');
const topic = 'ports';

function fakeApps(...alive: IApp[]): IAppsModel {
  const stopped = fakeApp('rstudio', 'stopped');
  const model: { changed?: IAppsModel['changed'] } & Omit<
    IAppsModel,
    'changed'
  > = { apps: [...alive, stopped], alive };
  model.changed = new Signal<IAppsModel, void>(model as IAppsModel);
  return model as IAppsModel;
}

function show(rows: object[] | null, apps: IAppsModel | null = null) {
  const model = new PortsModel(new FakeServer().connection());
  const commands = new CommandRegistry();
  const ran: string[] = [];
  for (const verb of ['open-port', 'stop-port']) {
    addCommand(commands, `remote-ide:${verb}`, args =>
      ran.push(`${verb} ${args}`)
    );
  }
  model.setVisible(true);
  render(<RunningSection {...{ model, apps, trans, commands }} />);
  if (rows) {
    act(() => {
      FakeSocket.last.accept();
      FakeSocket.last.receive({ topic, seq: 1, snapshot: rows });
    });
  }
  return { model, ran, user: userEvent.setup() };
}

const texts = () => screen.getAllByRole('listitem').map(row => row.textContent);

beforeEach(() => {
  FakeSocket.all = [];
});

it('lists ports, the newest first, each in a quiet line', () => {
  show([portRow(100), portRow(200, { error: 500 })]);
  const [first, second, ...others] = texts();
  expect(first).toBe('App 200 200 · error 500 · analysis.ipynb');
  expect(second).toBe('App 100 100 · analysis.ipynb');
  expect(others).toEqual([]);
});

it('says that nothing is there only where no app is either', () => {
  show([], fakeApps(fakeApp('vscode', 'running')));
  expect(screen.queryByText(/Nothing is listening/)).toBeNull();
});

it('opens with real links that end in a slash, and says once whom they open for', () => {
  show([portRow(1), portRow(2)]);
  for (const port of [1, 2]) {
    const link = screen.getByRole('link', { name: new RegExp(`App ${port}`) });
    expect(link).toHaveAttribute(
      'href',
      `http://localhost/user/ann/proxy/${port}/`
    );
    expect(link).toHaveAttribute('target', '_blank');
    expect(link).toHaveAttribute('rel', 'noopener');
  }
  expect(screen.getAllByText(/Opens only for you, after login/)).toHaveLength(
    1
  );
});

it('greys what cannot be reached and says why', () => {
  show([portRow(1, { reachable: false, url: null, why: 'not-on-loopback' })]);
  expect(screen.queryByRole('link')).toBeNull();
  expect(screen.getByText(/Start it on 127.0.0.1/)).toBeVisible();
  expect(screen.getByText(/out of reach/)).toBeVisible();
});

it('keeps hidden ports behind a toggle, with the reason', async () => {
  const { user } = show([
    portRow(1),
    portRow(2, { hidden: true, why: 'not-http' })
  ]);
  expect(texts()).toHaveLength(1);
  const toggle = screen.getByRole('button', { name: '1 hidden' });
  expect(toggle).toHaveAttribute('aria-expanded', 'false');
  await user.click(toggle);
  expect(texts()[1]).toMatch(/This port is not a web page/);
  await user.click(screen.getByRole('button', { name: 'Hide again' }));
  expect(texts()).toHaveLength(1);
});

it.each([
  ...['jupyter-server', 'kernel', 'debugger'],
  ...['internal', 'managed-app', 'checking']
])('is silent of what is no user’s business: %s', why => {
  show([portRow(1, { hidden: true, why })]);
  expect(screen.getByText(/Nothing is listening yet/)).toBeVisible();
  expect(screen.queryByText(/hidden/)).toBeNull();
});

it('says at its end that the list is cut, as long as it is', () => {
  show([portRow(1), portRow(2)]);
  expect(screen.queryByText(/Only the first/)).toBeNull();
  const none = { add: [], change: [], remove: [] };
  act(() => {
    FakeSocket.last.receive({ topic, seq: 2, cut: 30, ...none });
  });
  expect(screen.getByText(/^Only the first 2 of 32 ports/)).toBeVisible();
  act(() => {
    FakeSocket.last.receive({ topic, seq: 3, ...none });
  });
  expect(screen.queryByText(/Only the first/)).toBeNull();
});

it('has a fix to copy where a page may look broken', async () => {
  const { user } = show([portRow(1, { hint: "FastAPI(root_path='/x')" })]);
  const fix = screen.getByRole('button', {
    name: /page of port 1 looks broken/
  });
  expect(fix).toHaveAttribute('aria-expanded', 'false');
  await user.click(fix);
  expect(screen.getByText("FastAPI(root_path='/x')")).toBeInTheDocument();
  expect(
    screen.getByRole('button', { name: 'Copy the fix for port 1' })
  ).toBeInTheDocument();
});

it('draws the ports of one program as one row', () => {
  const group = '7';
  show([
    portRow(6006, { group }),
    portRow(6007, { group, hidden: true, why: 'side-port' })
  ]);
  expect(texts()).toHaveLength(1);
  expect(texts()[0]).toMatch(/also port 6007/);
});

it('is one tab stop; arrows move, Delete asks to stop, a press opens, a button in a browser tab', async () => {
  const { ran, user } = show([portRow(1), portRow(2)]);
  await user.tab();
  expect(screen.getByRole('link', { name: /App 2/ })).toHaveFocus();
  await user.keyboard('{ArrowDown}{Delete}{Enter}{ArrowRight}{Enter}');
  expect(ran).toEqual([
    'stop-port {"id":"7-1"}',
    'open-port {"id":"7-1"}',
    'open-port {"id":"7-1","newBrowserTab":true}'
  ]);
  await user.tab();
  expect(document.body).toHaveFocus();
});

it('has one friendly line where nothing listens', () => {
  show([]);
  expect(screen.getByText(/Nothing is listening yet/)).toBeVisible();
});

it('says why no ports are listed', () => {
  const { model } = show(null);
  act(() => {
    model.setDenied('ports-disabled');
  });
  expect(screen.getByText(/turned the list of ports off/)).toBeVisible();
});

it('says in one quiet line that our server half is absent', () => {
  const { model } = show(null);
  act(() => {
    model.setDenied('no-server-half');
  });
  expect(screen.getByText(/needs the server half/)).toBeVisible();
});

describe('PortToasts', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  function toasts() {
    const emit = jest.spyOn(Notification, 'emit').mockReturnValue('');
    const model = new PortsModel(new FakeServer().connection());
    const said: string[] = [];
    const mute = jest.fn();
    const reveal = jest.fn();
    const open = jest.fn();
    const announce = (text: string) => said.push(text);
    const told = new PortToasts({
      ...{ model, trans, announce, open, reveal, mute }
    });
    model.setBackground(true);
    FakeSocket.last.accept();
    const send = async (...snapshot: object[]) => {
      FakeSocket.last.receive({ topic, seq: 1, snapshot });
      await jest.advanceTimersByTimeAsync(600);
    };
    const sendLater = async (...snapshot: object[]) => {
      await send(...snapshot);
      await jest.advanceTimersByTimeAsync(5000);
    };
    return { model, emit, said, mute, open, reveal, told, send, sendLater };
  }

  it('tells once of a new web port, with a way to open and to mute', async () => {
    const { emit, said, mute, open, told, sendLater } = toasts();
    await sendLater(portRow(1));
    await sendLater(portRow(1), portRow(5000, { label: 'Flask: app.py' }));
    await sendLater(portRow(1), portRow(5000, { label: 'Flask: app.py' }));
    expect(emit).toHaveBeenCalledTimes(1);
    const [text, , options] = emit.mock.calls[0]!;
    expect(text).toBe('Port 5000 (Flask: app.py) is open');
    expect(said).toEqual([]);
    const [lead, quiet] = options?.actions ?? [];
    lead?.callback(new MouseEvent('click'));
    expect(open).toHaveBeenCalledWith('7-5000');
    quiet?.callback(new MouseEvent('click'));
    expect(mute).toHaveBeenCalled();
    expect(told.isOn).toBe(false);
    await sendLater(portRow(1), portRow(5000), portRow(6000));
    expect(emit).toHaveBeenCalledTimes(1);
  });

  it('tells of what opens together in one toast, which leads to the list', async () => {
    const update = jest.spyOn(Notification, 'update').mockReturnValue(true);
    const { emit, reveal, send, sendLater } = toasts();
    await sendLater();
    emit.mockReturnValue('toast');
    const upTo = (last: number) =>
      Array.from({ length: last }, (_, index) => portRow(index + 1));
    await send(...upTo(1));
    await send(...upTo(2));
    await sendLater(...upTo(3));
    expect(emit.mock.calls.map(([text]) => text)).toEqual(['2 new web ports']);
    const [last] = update.mock.lastCall!;
    expect(last).toMatchObject({ id: 'toast', message: '3 new web ports' });
    last.actions![0]!.callback(new MouseEvent('click'));
    expect(reveal).toHaveBeenCalled();
    // Later ones are news of their own, and so are those that come after the toast was closed.
    await send(...upTo(5));
    await jest.advanceTimersByTimeAsync(1000);
    update.mockReturnValue(false);
    await sendLater(...upTo(6));
    expect(emit.mock.calls.slice(1).map(([text]) => text)).toEqual([
      '2 new web ports',
      'Port 6 (App 6) is open'
    ]);
  });

  it('says nothing of what was not started from this server', async () => {
    const { emit, model, said, sendLater } = toasts();
    const other = { started_by: { kind: 'other', path: null } };
    await sendLater();
    await sendLater(portRow(1, other));
    expect(emit).not.toHaveBeenCalled();
    model.setVisible(true);
    await sendLater(portRow(1, other), portRow(2, other));
    expect(said).toEqual(['Port 2 (App 2) is open']);
  });

  it('only says it aloud while the panel is visible', async () => {
    const { model, emit, said, sendLater } = toasts();
    await sendLater();
    model.setVisible(true);
    await sendLater(portRow(5000));
    expect(emit).not.toHaveBeenCalled();
    expect(said).toEqual(['Port 5000 (App 5000) is open']);
  });
});
