import type { JupyterFrontEnd } from '@jupyterlab/application';
import { CommandRegistry } from '@lumino/commands';

import plugins from '../../ports/plugin';
import { SessionModel } from '../../session/model';
import type { IAppsModel, IConnection, ISection } from '../../tokens';
import { FakeServer, FakeSocket, json, STATUS } from '../core/fakes';

const capabilities = (allowed: boolean) => ({
  'ports-list': { allowed, reason: allowed ? null : 'ports-disabled' }
});

describe('ports/plugin', () => {
  let server: FakeServer;
  let connection: IConnection;
  let session: SessionModel;
  let section: ISection;
  let apps: IAppsModel;

  beforeEach(() => {
    FakeSocket.all = [];
    server = new FakeServer();
    connection = server.connection();
    session = new SessionModel(connection);
    apps = { apps: [], alive: [] } as Partial<IAppsModel> as IAppsModel;
  });

  afterEach(() => {
    connection.watch.dispose();
  });

  async function start(): Promise<void> {
    const app = {
      commands: new CommandRegistry(),
      restored: Promise.resolve()
    } as unknown as JupyterFrontEnd;
    const panel = {
      addWords: () => undefined,
      addSection: (added: ISection) => (section = added),
      announce: () => undefined
    };
    const [plugin] = plugins;
    await plugin!.activate(app, connection, null, panel, apps, session, null);
    await server.idle();
  }

  it('tells the tabs of ports which there are', async () => {
    await start();
    expect(apps.ports?.listening).toBeNull(); // not known yet
  });

  const sockets = () => FakeSocket.open.length;

  it('asks a server without our half for nothing, until it has one', async () => {
    await start();
    section.onVisible?.(true);
    expect(sockets()).toBe(0);
    server.on('GET status', () => json(STATUS));
    await session.refresh();
    expect(sockets()).toBe(1);
    server.on('GET status', () => json({}, 404));
    await session.refresh();
    jest.useFakeTimers();
    FakeSocket.last.break();
    jest.advanceTimersByTime(60_000);
    jest.useRealTimers();
    expect(sockets()).toBe(0);
  });

  it('follows a rule of the site that changes', async () => {
    server.on('GET status', () =>
      json({ ...STATUS, capabilities: capabilities(false) })
    );
    await start();
    section.onVisible?.(true);
    section.onRefresh?.();
    await server.idle();
    expect([sockets(), server.count('GET ports')]).toEqual([0, 0]);
    server.on('GET status', () =>
      json({ ...STATUS, capabilities: capabilities(true) })
    );
    await session.refresh();
    expect(sockets()).toBe(1);
  });

  it('keeps what it wants while the server is out of reach', async () => {
    server.on('GET status', () => json(STATUS));
    await start();
    expect(sockets()).toBe(1); // in the background, as nothing says otherwise
    server.on('GET status', () => Promise.reject(new TypeError('gone')));
    await session.refresh();
    expect(sockets()).toBe(1);
  });
});
