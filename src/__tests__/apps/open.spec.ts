import { Notification } from '@jupyterlab/apputils';
import type { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import { nullTranslator } from '@jupyterlab/translation';

import { AppActions } from '../../apps/actions';
import { addCommands, addServerProxyOpen } from '../../apps/commands';
import { createTracker } from '../../apps/layout';
import { AppsModel } from '../../apps/model';
import type { OpenIn } from '../../apps/opener';
import type { AppTab } from '../../apps/tab';
import { FakeServer, FakeSocket, json, refusal } from '../core/fakes';
import { appRow, appsServer, BASE, fakeLab } from './rows';

const trans = nullTranslator.load('');
const OPEN = 'remote-ide:open-app';
const CODE = appRow('code-server', 'stopped', { folder_argument: 'folder' });

/** Lets the answer of a start, and the words that load for it, come. */
async function settle(): Promise<void> {
  for (let i = 0; i < 5; i++) {
    await new Promise(resolve => setTimeout(resolve, 0));
  }
}

async function setup(
  server: FakeServer,
  options: { openIn?: OpenIn; path?: string } = {}
) {
  const lab = fakeLab();
  const { app } = lab;
  const model = new AppsModel(server.connection());
  await model.ready();
  const tracker = createTracker();
  const preferences = { openIn: options.openIn ?? 'lab' };
  const shown: string[] = [];
  const reveal = () => {
    shown.push('panel');
  };
  const common = { app, model, trans, reveal };
  const actions = new AppActions({ ...common, tracker, preferences });
  const fileBrowser = {
    model: { path: options.path ?? '' },
    selectedItems: () =>
      [
        { type: 'file', path: 'x.py' },
        { type: 'directory', path: 'picked' }
      ].values()
  } as unknown as IDefaultFileBrowser;
  const all = {
    ...common,
    fileBrowser,
    actions: () => Promise.resolve(actions)
  };
  addCommands(all);
  addServerProxyOpen(all);
  const open = async (args: Record<string, string | boolean>) => {
    const tab: unknown = await app.commands.execute(OPEN, args);
    await settle();
    return tab as AppTab | null;
  };
  return { ...lab, model, open, shown };
}

function starting(name: string, open_url: string): FakeServer {
  return appsServer(CODE, appRow('rstudio', 'stopped')).on(
    `POST apps/${name}/start`,
    () => json({ app: { ...CODE, name, state: 'starting' }, open_url }, 202)
  );
}

const browser = jest.fn();
beforeEach(() => {
  browser.mockReset();
  window.open = browser;
  document.body.textContent = '';
});

describe('remote-ide:open-app in a tab of JupyterLab', () => {
  it('opens at once and shows the page that the server names', async () => {
    const server = starting('code-server', '/user/ann/code-server/?folder=/w');
    const { open, added } = await setup(server, { path: 'work' });
    const tab = await open({ name: 'code-server' });
    expect(added).toHaveLength(1);
    expect(tab?.content.id).toBe('server-proxy:code-server');
    expect(tab?.content.hasClass('jp-ServerProxy')).toBe(true);
    expect(tab?.content.url).toBe(`${BASE}code-server/?folder=/w`);
    expect(server.requests[1]?.body).toBe('{"folder":"work"}');
  });

  it('does not wait for the server', async () => {
    const server = appsServer(CODE).on(
      'POST apps/code-server/start',
      () => new Promise<Response>(() => undefined)
    );
    const { app, added } = await setup(server);
    await app.commands.execute(OPEN, { name: 'code-server' });
    expect(added).toHaveLength(1);
  });

  it.each([
    [{ cwd: 'RTC:lab' }, 'lab'],
    [{ folder: 'given', cwd: 'other' }, 'given'],
    [{ selection: true }, 'picked'],
    [{}, 'where/browser/is']
  ])('takes the folder from %j', async (args, folder) => {
    const server = starting('code-server', '/user/ann/code-server/');
    const { open } = await setup(server, { path: 'where/browser/is' });
    await open({ name: 'code-server', ...args });
    expect(server.requests[1]?.body).toBe(JSON.stringify({ folder }));
  });

  it('opens without a folder of another drive, and says so', async () => {
    const info = jest.spyOn(Notification, 'info').mockReturnValue('');
    const server = starting('code-server', '/user/ann/code-server/');
    const { open } = await setup(server);
    await open({ name: 'code-server', cwd: 's3:bucket' });
    expect(server.requests[1]?.body).toBe('{}');
    expect(info.mock.calls[0]?.[0]).toMatch(/not on the server’s disk/);
  });

  it('sends no folder to an app that takes none', async () => {
    const server = starting('rstudio', '/user/ann/rstudio/');
    const { open } = await setup(server, { path: 'work' });
    await open({ name: 'rstudio' });
    expect(server.requests[1]?.body).toBe('{}');
  });

  it('comes back to a tab that is there', async () => {
    const running = appRow('rstudio', 'running');
    const server = appsServer(running);
    const { open, added, activated } = await setup(server);
    const tab = await open({ name: 'rstudio' });
    expect(tab?.content.url).toBe(`${BASE}rstudio/`);
    expect(await open({ name: 'rstudio' })).toBe(tab);
    expect(added).toHaveLength(1);
    expect(activated).toEqual([tab?.id]);
    expect(server.requests).toHaveLength(1);
  });

  it('says in the tab why an app was not started', async () => {
    const server = appsServer(appRow('rstudio', 'stopped')).on(
      'POST apps/rstudio/start',
      refusal('not-owner')
    );
    const { open } = await setup(server);
    const tab = await open({ name: 'rstudio' });
    const note = tab?.node.querySelector('[role=alert]');
    expect(note).toHaveTextContent('This server is not yours');
    expect(tab?.content.url).toBe('');
  });

  it('shows the panel where the app is missing', async () => {
    const server = appsServer(appRow('rstudio', 'missing'));
    const { open, added, shown, model } = await setup(server);
    expect(await open({ name: 'rstudio' })).toBeNull();
    expect(added).toHaveLength(0);
    expect(shown).toEqual(['panel']);
    expect(model.pointed).toBe('rstudio');
  });

  it('has buttons to reload, to leave and for the log', async () => {
    const { open } = await setup(appsServer(appRow('rstudio', 'running')));
    const tab = await open({ name: 'rstudio' });
    expect([...(tab?.toolbar.names() ?? [])]).toEqual(
      expect.arrayContaining(['reload', 'pop-out', 'log', 'status'])
    );
    const frame = tab?.node.querySelector('iframe');
    expect(frame?.getAttribute('sandbox')).toContain(
      'allow-popups-to-escape-sandbox'
    );
    expect(frame?.getAttribute('allow')).toContain('clipboard-write');
  });
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

describe('remote-ide:open-app in a browser tab', () => {
  it("opens the server's page around the app, straight from the press", async () => {
    const server = appsServer(CODE);
    const { open, added } = await setup(server, { openIn: 'browser' });
    await open({ name: 'code-server', folder: 'a b/é&c' });
    expect(browser).toHaveBeenCalledWith(
      `${BASE}remote-ide/open/code-server?folder=${encodeURIComponent('a b/é&c')}`,
      '_blank',
      'noopener'
    );
    expect(added).toHaveLength(0);
  });

  it('starts what only a person may start, and leaves what runs', async () => {
    const server = starting('code-server', '/user/ann/code-server/');
    const { open, model } = await setup(server, { openIn: 'browser' });
    await open({ name: 'code-server', folder: 'w' });
    expect(server.requests[1]).toEqual({
      key: 'POST apps/code-server/start',
      body: '{"folder":"w"}'
    });
    expect(model.find('code-server')?.state).toBe('starting');
    await open({ name: 'code-server' });
    expect(server.requests).toHaveLength(2);
  });

  it('does as jupyter-server-proxy would where our half is absent, whatever the setting', async () => {
    const entry = (name: string, new_browser_tab?: boolean) => ({
      name,
      ...(new_browser_tab === undefined ? {} : { new_browser_tab }),
      launcher_entry: { title: name, path_info: `${name}/` }
    });
    const server = new FakeServer().on('GET server-proxy/servers-info', () =>
      json({ server_processes: [entry('away'), entry('here', false)] })
    );
    const { open, added } = await setup(server);
    expect(await open({ name: 'away' })).toBeNull();
    expect(browser).toHaveBeenCalledWith(`${BASE}away/`, '_blank', 'noopener');
    await open({ name: 'here' });
    expect(browser).toHaveBeenCalledTimes(1);
    expect(added).toHaveLength(1);
  });

  it('does so for one call, whatever the setting', async () => {
    const { open } = await setup(appsServer(appRow('rstudio', 'running')));
    await open({ name: 'rstudio', newBrowserTab: true });
    expect(browser).toHaveBeenCalledTimes(1);
  });
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
