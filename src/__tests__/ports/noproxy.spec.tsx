import { Notification } from '@jupyterlab/apputils';
import { nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import { act, render, screen } from '@testing-library/react';
import * as React from 'react';

import { addCommands } from '../../ports/commands';
import { PortsModel } from '../../ports/model';
import RunningSection from '../../ports/section';
import { PortToasts } from '../../ports/toasts';
import { fakeLab } from '../core/page';
import { FakeServer, FakeSocket } from '../core/fakes';
import { portRow } from './rows';

const trans = nullTranslator.load('');
const CUT_OFF = { url: null, hint: null, reachable: false, why: 'no-proxy' };
const WORDS = /passes no requests on to them/;

beforeEach(() => {
  FakeSocket.all = [];
});

function receive(rows: object[]) {
  act(() => {
    FakeSocket.last.receive({ topic: 'ports', seq: 1, snapshot: rows });
  });
}

it('shows ports without a way to them, and says so once', () => {
  const model = new PortsModel(new FakeServer().connection());
  const commands = new CommandRegistry();
  model.setVisible(true);
  render(<RunningSection {...{ model, apps: null, trans, commands }} />);
  FakeSocket.last.accept();
  receive([
    portRow(100, CUT_OFF),
    portRow(200, CUT_OFF),
    portRow(300, { ...CUT_OFF, why: 'tls' })
  ]);
  expect(screen.getAllByText(WORDS)).toHaveLength(1);
  expect(screen.queryAllByRole('link')).toHaveLength(0);
  expect(screen.queryByRole('button', { name: /Open|URL/ })).toBeNull();
  expect(screen.getAllByRole('button', { name: /Stop/ })).toHaveLength(3);
  const rows = screen.getAllByRole('listitem').map(row => row.textContent);
  expect(rows.find(row => row.includes('100'))).toContain('analysis.ipynb');
  expect(rows.find(row => row.includes('300'))).toContain('speaks TLS');
  expect(document.body).not.toHaveTextContent('Opens only for you');
});

it('says nothing of it where only hidden rows have none', () => {
  const model = new PortsModel(new FakeServer().connection());
  model.setVisible(true);
  const commands = new CommandRegistry();
  render(<RunningSection {...{ model, apps: null, trans, commands }} />);
  FakeSocket.last.accept();
  receive([portRow(100), portRow(200, { ...CUT_OFF, hidden: true })]);
  expect(screen.queryByText(WORDS)).toBeNull();
});

it('offers neither opening nor a notification nor a URL', async () => {
  const emit = jest.spyOn(Notification, 'emit');
  const open = jest.spyOn(window, 'open').mockReturnValue(null);
  const { app } = fakeLab();
  const model = new PortsModel(new FakeServer().connection());
  addCommands({ app, model, trans });
  jest.useFakeTimers();
  new PortToasts({
    model,
    trans,
    announce: () => undefined,
    open: () => undefined,
    reveal: () => undefined,
    mute: () => undefined
  });
  model.setBackground(true);
  FakeSocket.last.accept();
  receive([]);
  jest.advanceTimersByTime(5000);
  receive([portRow(100, CUT_OFF)]);
  await jest.advanceTimersByTimeAsync(100);
  jest.useRealTimers();
  expect(emit).not.toHaveBeenCalled();
  const { commands } = app;
  expect(commands.isEnabled('remote-ide:open-port', { id: '7-100' })).toBe(
    false
  );
  expect(commands.isEnabled('remote-ide:copy-port-url', { id: '7-100' })).toBe(
    false
  );
  expect(commands.isEnabled('remote-ide:stop-port', { id: '7-100' })).toBe(
    true
  );
  expect(open).not.toHaveBeenCalled();
});
