import { restore as restoreTabs } from '../../apps/layout';
import type { AppTab } from '../../apps/tab';
import { FakeServer, FakeSocket, json } from '../core/fakes';
import { running, setup } from './lab';
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

it('offers to start an app that is over, in the place of its dead page', async () => {
  const { tab, receive, row, button } = await running(5);
  const reload = jest.spyOn(tab, 'reload').mockReturnValue();
  const url = `${BASE}rstudio/`;
  expect(tab.content.url).toBe(url);
  receive(row('stopped', null, { reason: 'stopped-by-person' }));
  receive(row('stopped', null));
  expect([tab.content.url, tab.held]).toEqual(['', url]);
  expect(tab.node).toHaveTextContent('RSTUDIO is not running.');
  expect(button()).toHaveTextContent('Start RSTUDIO');
  // Somebody started it elsewhere.
  receive(row('starting', 6));
  expect([tab.content.url, tab.held]).toEqual([url, null]);
  expect(button()).toBeNull();
  expect(reload).not.toHaveBeenCalled();
  tab.dispose();
});

it.each([
  ['restarted', ['starting', 6, { reason: 'restarting' }]],
  ['one that cannot go on', ['failed', null, { reason: 'crash-loop' }]],
  ['one that was started anew while nobody looked', ['running', 6]],
  ['gone with its software', ['missing', null]]
] as const)('turns to the server’s page: %s', async (_, [state, pid, more]) => {
  const { tab, receive, row } = await running(5);
  const reload = jest.spyOn(tab, 'reload').mockReturnValue();
  const now = { started: 7, ...(more as object | undefined) };
  receive(row(state, pid, now));
  receive(row(state, pid, now));
  expect(reload).toHaveBeenCalledTimes(1);
  tab.dispose();
});

it('leaves the page of one that comes back by itself, and the server’s own', async () => {
  const { tab, receive, row } = await running(5);
  const reload = jest.spyOn(tab, 'reload').mockReturnValue();
  receive(row('starting', null, { reason: 'respawning' }));
  receive(row('running', 6));
  // And once more, while another tab was in front.
  receive(row('running', 7));
  const page = document.implementation.createHTMLDocument();
  page.body.innerHTML = '<script id="remote-ide-data"></script>';
  const frame = tab.node.querySelector('iframe')!;
  Object.defineProperty(frame, 'contentDocument', { get: () => page });
  receive(row('stopped', null));
  expect(reload).not.toHaveBeenCalled();
  expect(tab.held).toBeNull();
  expect(tab.isStartPage).toBe(true);
  page.body.dataset.page = 'alone'; // in the place of the app's own, which refuses frames
  expect(tab.isStartPage).toBe(false);
  tab.dispose();
});

it('keeps where its page went out of the layout', async () => {
  const { tab, receive, row, button } = await running(5);
  const restore = jest.fn<
    Promise<void>,
    [unknown, { args: (tab: AppTab) => unknown }]
  >();
  restoreTabs({ restore } as never, null as never, BASE);
  const saved = () => restore.mock.calls[0]![1].args(tab);
  const path = 'rstudio/';
  const plain = {
    id: 'server-proxy:rstudio',
    title: 'RSTUDIO',
    url: BASE + path,
    newBrowserTab: false,
    path
  };
  expect(saved()).toEqual(plain);
  const frame = tab.node.querySelector('iframe')!;
  const href = `${BASE}rstudio/?tkn=SECRET1&code=SECRET2#access_token=SECRET3`;
  Object.defineProperty(frame, 'contentDocument', {
    value: { URL: href, getElementById: () => null },
    configurable: true
  });
  receive(row('stopped', null));
  expect([tab.held, saved()]).toEqual([href, plain]);
  button()!.click();
  expect([tab.content.url, saved()]).toEqual([href, plain]);
  expect(JSON.stringify(saved())).not.toContain('SECRET');
  tab.dispose();
});

it('has something to say whatever it waits for', async () => {
  const { tab, model, receive, row, button } = await running(5);
  const rest = () =>
    tab.node.querySelector('.jp-RemoteIDE-tabRest')?.textContent;
  const status = tab.node.querySelector('[role=status]')!;
  const isLost = jest.spyOn(model, 'isLost', 'get');
  tab.hold(tab.location);
  expect(rest()).toBe('RSTUDIOLoading…');
  receive(row('stopped', null));
  expect(rest()).toContain('RSTUDIO is not running.');
  isLost.mockReturnValue(true);
  model.showLog(null);
  expect(rest()).toBe('The server does not answer.');
  expect([button(), status.textContent]).toEqual([null, '']);
  isLost.mockReturnValue(false);
  model.showLog(null);
  expect(button()).toHaveTextContent('Start RSTUDIO');
  tab.dispose();
});

it('takes the icon of its app as soon as that is known, in view or not', async () => {
  const { tab, receive, row } = await running(5);
  tab.hide();
  receive(row('running', 5, { icon_url: '/a.svg' }));
  expect(tab.title.icon).toHaveProperty(
    'name',
    expect.stringContaining('app-')
  );
  tab.dispose();
});

it('has buttons that do not stay pressed', async () => {
  const { tab } = await running(5);
  const reload = jest.spyOn(tab, 'reload').mockReturnValue();
  const button = tab.toolbar.node.querySelector<HTMLElement>(
    '[data-jp-item-name=reload] jp-button'
  )!;
  button.click();
  expect(reload).toHaveBeenCalledTimes(1);
  await new Promise(requestAnimationFrame);
  expect(button.getAttribute('aria-pressed')).not.toBe('true');
  expect(button).toHaveAttribute('title', 'Reload');
  tab.dispose();
});

it('leaves for the page around the app, at the place where it is by now', async () => {
  const { tab } = await running(5);
  const frame = tab.node.querySelector('iframe')!;
  const shown = {
    URL: `${BASE}rstudio/page/2?x=1#/plots`,
    getElementById: () => null
  };
  Object.defineProperty(frame, 'contentDocument', { value: shown });
  const page = `${BASE}remote-ide/open/rstudio`;
  const leave = () => {
    tab.toolbar.node
      .querySelector<HTMLElement>('[data-jp-item-name=pop-out] jp-button')
      ?.click();
    return browser.mock.lastCall as unknown;
  };
  expect(leave()).toEqual([`${page}#page/2?x=1#/plots`, '_blank', 'noopener']);
  for (const href of [`${BASE}rstudio/`, 'http://localhost/elsewhere']) {
    shown.URL = href;
    expect(leave()).toEqual([page, '_blank', 'noopener']);
  }
  tab.dispose();
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
