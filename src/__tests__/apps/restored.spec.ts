import { PromiseDelegate } from '@lumino/coreutils';

import type { AppTab } from '../../apps/tab';
import { FakeSocket, json } from '../core/fakes';
import { BASE } from '../core/page';
import { settle, setup } from './lab';
import { appRow, appsServer } from './rows';

const URL = `${BASE}rstudio/?folder=x`;
const args = {
  id: 'server-proxy:rstudio',
  title: 'RStudio',
  url: URL,
  newBrowserTab: false
};

/** A tab that comes back with the layout. */
async function restore(
  state: string,
  options: { startRestored?: boolean; server?: ReturnType<typeof appsServer> }
) {
  FakeSocket.all = [];
  const server = options.server ?? appsServer(appRow('rstudio', state));
  const restored = new PromiseDelegate<void>();
  const lab = await setup(server, { ...options, restored: restored.promise });
  const made: unknown = await lab.app.commands.execute(
    'server-proxy:open',
    args
  );
  restored.resolve();
  await settle();
  return { ...lab, server, tab: made as AppTab };
}

const button = (tab: AppTab) =>
  tab.node.querySelector<HTMLElement>('.jp-RemoteIDE-tabRest button');

afterEach(() => {
  document.body.textContent = '';
});

it.each(['running', 'starting', 'unhealthy', 'external', 'failed', 'missing'])(
  'shows the page at once where that starts nothing: %s',
  async state => {
    const { tab } = await restore(state, {});
    expect(tab.content.url).toBe(URL);
    expect(button(tab)).toBeNull();
    tab.dispose();
  }
);

it('offers to start what does not run, and keeps its address', async () => {
  const { tab, server } = await restore('stopped', {});
  server.on('POST apps/rstudio/start', () => json({}, 500));
  expect([tab.content.url, tab.held]).toEqual(['', URL]);
  expect(tab.node).toHaveTextContent('RSTUDIO is not running.');
  expect(server.count('POST apps/rstudio/start')).toBe(0);
  button(tab)!.click();
  expect(server.count('POST apps/rstudio/start')).toBe(1);
  expect([tab.content.url, tab.held]).toEqual([URL, null]);
  expect(button(tab)).toBeNull();
  tab.dispose();
});

it('loads what it keeps back, and opens it elsewhere, where a person presses so', async () => {
  const { tab } = await restore('stopped', {});
  expect(tab.location).toBe(URL);
  tab.reload();
  expect([tab.content.url, tab.held]).toEqual([URL, null]);
  expect(button(tab)).toBeNull();
  tab.dispose();
});

it('shows the page as soon as the app runs by other means', async () => {
  const { tab } = await restore('stopped', {});
  FakeSocket.last.accept();
  const snapshot = [appRow('rstudio', 'starting')];
  FakeSocket.last.receive({ topic: 'apps', seq: 2, snapshot });
  expect(tab.content.url).toBe(URL);
  expect(button(tab)).toBeNull();
  tab.dispose();
});

it('offers the same where the list cannot be had', async () => {
  const server = appsServer().on('GET apps', () => json({}, 500));
  const { tab } = await restore('', { server });
  expect(tab.content.url).toBe('');
  expect(tab.node).toHaveTextContent('RStudio was open here.');
  tab.dispose();
});

it('starts it where the setting says so', async () => {
  const { tab } = await restore('stopped', { startRestored: true });
  expect(tab.content.url).toBe(URL);
  tab.dispose();
});

it('does as ever once JupyterLab stands', async () => {
  const { app } = await setup(appsServer(appRow('rstudio', 'stopped')));
  const made: unknown = await app.commands.execute('server-proxy:open', args);
  const tab = made as AppTab;
  expect(tab.content.url).toBe(URL);
  tab.dispose();
});

describe('a layout that somebody else has written', () => {
  const EVIL = `${BASE}evil-icon/`;

  /** Restores a tab with these arguments. */
  async function bring(more: object, ...rows: object[]) {
    FakeSocket.all = [];
    const open = jest.spyOn(window, 'open').mockReturnValue(null);
    const restored = new PromiseDelegate<void>();
    const lab = await setup(appsServer(...rows), {
      restored: restored.promise
    });
    const tab = await lab.openUrl({ ...args, ...more });
    restored.resolve();
    await settle();
    expect(open).not.toHaveBeenCalled();
    return { tab: tab!, text: tab!.node.textContent };
  }

  it.each([
    ['under the name of a port', { id: 'remote-ide-port:x' }],
    [
      'as if of a port',
      { id: 'remote-ide-port:proxy/1/', path: 'proxy/1/../../evil-icon/' }
    ],
    ['elsewhere', { id: 'x', url: 'https://evil.example/' }],
    ['in a browser tab', { id: 'x', newBrowserTab: true }]
  ])('starts no app: %s', async (_, more) => {
    const path = 'evil-icon/';
    const { tab, text } = await bring(
      { path, ...more },
      appRow('evil-icon', 'stopped')
    );
    expect([tab.content.url, text]).toEqual([
      '',
      expect.stringContaining('RStudio was open here.')
    ]);
    button(tab)!.click();
    expect(tab.content.url).toBe(EVIL);
    tab.dispose();
  });

  it('opens an app at its own address', async () => {
    const { tab } = await bring(
      { path: 'evil-icon/' },
      appRow('rstudio', 'running')
    );
    expect(tab.content.url).toBe(`${BASE}rstudio/`);
    tab.dispose();
  });

  it('says what is gone, and loads nothing of it', async () => {
    const { tab, text } = await bring({ id: 'server-proxy:ghost' });
    expect(text).toContain('There is no app “ghost” on this server.');
    expect([tab.content.url, button(tab)]).toEqual(['', null]);
    tab.dispose();
  });

  it('opens the page of a port at once', async () => {
    const path = 'proxy/5000/';
    const { tab } = await bring({ id: `remote-ide-port:${path}`, path });
    expect(tab.content.url).toBe(BASE + path);
    expect(tab.title.caption).toBe('proxy/5000/');
    tab.dispose();
  });
});
