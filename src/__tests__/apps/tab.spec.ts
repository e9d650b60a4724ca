import type { AppTab } from '../../apps/tab';
import { FakeServer, FakeSocket, json } from '../core/fakes';
import { setup } from './lab';
import { BASE } from '../core/page';
import { appRow, appsServer } from './rows';

const browser = jest.fn();
beforeEach(() => {
  browser.mockReset();
  window.open = browser;
  document.body.textContent = '';
});

it('keeps the state in the tab true while the tab is in view', async () => {
  FakeSocket.all = [];
  const { open } = await setup(appsServer(appRow('rstudio', 'running')));
  const tab = await open({ name: 'rstudio' });
  const status = tab?.node.querySelector('[role=status]');
  expect(status).toHaveTextContent('running');
  FakeSocket.last.accept();
  const snapshot = [appRow('rstudio', 'unhealthy')];
  FakeSocket.last.receive({ topic: 'apps', seq: 2, snapshot });
  expect(status).toHaveTextContent('has trouble');
  tab?.hide();
  expect(FakeSocket.last.sent.at(-1)).toEqual({ want: { apps: null } });
  tab?.dispose();
});

it('turns to the server’s page when its app is over, once, unless that stands there', async () => {
  FakeSocket.all = [];
  const row = (state: string, pid: number | null) =>
    appRow('rstudio', state, { pid });
  const { open } = await setup(appsServer(row('running', 5)));
  const tab = await open({ name: 'rstudio' });
  const reload = jest.spyOn(tab!, 'reload').mockReturnValue();
  FakeSocket.last.accept();
  let seq = 1;
  const receive = (...snapshot: object[]) => {
    seq += 1;
    FakeSocket.last.receive({ topic: 'apps', seq, snapshot });
  };
  receive(row('running', 5));
  expect(reload).not.toHaveBeenCalled();
  receive(row('stopped', null));
  receive(row('stopped', null));
  expect(reload).toHaveBeenCalledTimes(1);
  receive(row('starting', 6));
  receive(row('running', 6)); // the server's page has turned into the app by itself
  expect(reload).toHaveBeenCalledTimes(1);
  const page = document.implementation.createHTMLDocument();
  page.body.innerHTML = '<script id="remote-ide-data"></script>';
  const frame = tab!.node.querySelector('iframe')!;
  Object.defineProperty(frame, 'contentDocument', { get: () => page });
  receive(row('running', 7));
  expect(reload).toHaveBeenCalledTimes(1);
  tab?.dispose();
});

it('has log and state as soon as the server half is there, though it was opened before', async () => {
  const launcher_entry = { title: 'RStudio', path_info: 'rstudio/' };
  const server = new FakeServer().on('GET server-proxy/servers-info', () =>
    json({
      server_processes: [
        { name: 'rstudio', new_browser_tab: false, launcher_entry }
      ]
    })
  );
  const { open, model } = await setup(server);
  const tab = await open({ name: 'rstudio' });
  const status = tab?.node.querySelector('[role=status]');
  const log = [...tab!.toolbar.children()].find(item =>
    item.node.matches('[data-jp-item-name=log]')
  );
  expect(log?.isHidden).toBe(true);
  expect(status).toHaveTextContent('');
  server.on('GET apps', () =>
    json({ seq: 1, apps: [appRow('rstudio', 'running')] })
  );
  await model.load();
  expect(log?.isHidden).toBe(false);
  expect(status).toHaveTextContent('running');
  tab?.dispose();
});

describe('server-proxy:open', () => {
  const args = {
    id: 'server-proxy:rstudio',
    title: 'RStudio',
    url: `${BASE}rstudio/`,
    newBrowserTab: false
  };

  it('does and returns what the one of jupyter-server-proxy does', async () => {
    const { app, added } = await setup(appsServer());
    const first: unknown = await app.commands.execute(
      'server-proxy:open',
      args
    );
    const tab = first as AppTab;
    expect(tab.content.id).toBe(args.id);
    expect(tab.content.url).toBe(args.url);
    expect(tab.title.label).toBe('RStudio');
    expect(added[0]?.widget).toBe(tab);
    expect(await app.commands.execute('server-proxy:open', args)).toBe(tab);
    expect(added).toHaveLength(1);
    expect(app.commands.label('server-proxy:open', args)).toBe('RStudio');
  });

  it('opens a browser tab where it is told to', async () => {
    const { app } = await setup(appsServer());
    await app.commands.execute('server-proxy:open', {
      ...args,
      newBrowserTab: true
    });
    expect(browser).toHaveBeenCalledWith(args.url, '_blank', 'noopener');
  });

  it('brings a saved tab of another host here', async () => {
    const { app } = await setup(appsServer());
    const tab: unknown = await app.commands.execute('server-proxy:open', {
      ...args,
      url: 'https://old.example/user/bob/rstudio/'
    });
    expect((tab as AppTab).content.url).toBe(args.url);
  });

  it('opens no script', async () => {
    const { app, added } = await setup(appsServer());
    await app.commands.execute('server-proxy:open', {
      ...args,
      id: 'x',
      url: 'javascript:alert(1)'
    });
    expect(added).toHaveLength(0);
  });

  it('can open beside the others', async () => {
    const { app, added } = await setup(appsServer());
    await app.commands.execute('server-proxy:open', {
      ...args,
      mode: 'split-right'
    });
    expect(added[0]?.mode).toBe('split-right');
  });
});

it('describes every command', async () => {
  const { app } = await setup(appsServer());
  for (const id of app.commands.listCommands()) {
    if (id !== 'remote-ide:show-panel') {
      const { args } = await app.commands.describedBy(id);
      expect(args).toHaveProperty('required');
    }
  }
});
