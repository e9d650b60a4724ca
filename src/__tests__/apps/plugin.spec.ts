import type { ILayoutRestorer } from '@jupyterlab/application';
import type { ILauncher } from '@jupyterlab/launcher';
import { PageConfig } from '@jupyterlab/coreutils';
import type { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import { DisposableDelegate } from '@lumino/disposable';
import { Menu, MenuBar, Panel } from '@lumino/widgets';

import plugins from '../../apps/plugin';
import type { AppsModel } from '../../apps/model';
import type { AppTracker } from '../../apps/layout';
import { FakeSocket, type FakeServer } from '../core/fakes';
import { addCommand, BASE, fakeLab } from '../core/page';
import { appRow, appsServer } from './rows';

const REPLACED = '@jupyterhub/jupyter-server-proxy:add-launcher-entries';
const [apps, launcher, newMenu] = plugins;

interface IRestoreOptions {
  command: string;
  args: (widget: unknown) => Record<string, unknown>;
  name: (widget: unknown) => string;
}

function setup(server: FakeServer, installed: string[] = []) {
  const lab = fakeLab({ plugins: installed });
  const restore = jest.fn<Promise<void>, [AppTracker, IRestoreOptions]>(() =>
    Promise.resolve()
  );
  const restorer = { restore } as unknown as ILayoutRestorer;
  const model = apps!.activate(
    lab.app,
    server.connection(),
    null,
    null,
    restorer,
    null,
    null
  ) as AppsModel;
  return { ...lab, model, restore };
}

function tilesOf(lab: ReturnType<typeof setup>) {
  const items = new Set<ILauncher.IItemOptions>();
  const add = (item: ILauncher.IItemOptions) => {
    items.add(item);
    return new DisposableDelegate(() => items.delete(item));
  };
  const tiles = { add } as unknown as ILauncher;
  void launcher!.activate(lab.app, lab.model, null, tiles, null);
  return items;
}

const names = (items: Iterable<ILauncher.IItemOptions>) =>
  [...items].map(item => item.args?.name);

beforeEach(() => {
  FakeSocket.all = [];
});

describe('activation', () => {
  it('asks nothing, opens no socket and has its commands at once', () => {
    const server = appsServer();
    const { app } = setup(server);
    expect(server.requests).toHaveLength(0);
    expect(FakeSocket.all).toHaveLength(0);
    expect(app.commands.hasCommand('server-proxy:open')).toBe(true);
    expect(app.commands.hasCommand('remote-ide:open-app')).toBe(true);
  });

  it("registers nothing of jupyter-server-proxy's where an administrator switched it on again", async () => {
    const lab = setup(appsServer(appRow('rstudio', 'stopped')), [REPLACED]);
    const items = tilesOf(lab);
    await lab.model.ready();
    expect(lab.app.commands.hasCommand('server-proxy:open')).toBe(false);
    expect(lab.restore).not.toHaveBeenCalled();
    expect(items.size).toBe(0);
  });

  it('leaves a command that is there already', async () => {
    const lab = fakeLab();
    addCommand(lab.app.commands, 'server-proxy:open', () => 'theirs');
    const connection = appsServer().connection();
    void apps!.activate(lab.app, connection, null, null, null, null, null);
    expect(await lab.app.commands.execute('server-proxy:open')).toBe('theirs');
  });
});

describe('restoring tabs', () => {
  it('saves what jupyter-server-proxy can read, the path besides, and no token', () => {
    const { restore } = setup(appsServer());
    const [tracker, options] = restore.mock.calls[0]!;
    expect(tracker.namespace).toBe('server-proxy');
    expect(options.command).toBe('server-proxy:open');
    const content = {
      id: 'server-proxy:rstudio',
      title: { label: 'RStudio' }
    };
    expect(options.name({ content })).toBe('server-proxy:rstudio');
    const address = `${BASE}rstudio/?token=secret&x=1`;
    expect(options.args({ address, content })).toEqual({
      id: 'server-proxy:rstudio',
      title: 'RStudio',
      url: `${BASE}rstudio/?x=1`,
      newBrowserTab: false,
      path: 'rstudio/?x=1'
    });
    expect(options.args({ address: '', content }).path).toBe('rstudio/');
  });
});

describe('tiles', () => {
  it('stand for what can be opened and is offered, and come and go', async () => {
    const lab = setup(
      appsServer(
        appRow('vscode', 'stopped'),
        appRow('rstudio', 'missing'),
        appRow('matlab', 'module-needed'),
        appRow('marimo', 'stopped', { server: { enabled: false } })
      )
    );
    const items = tilesOf(lab);
    expect(items.size).toBe(0);
    await lab.model.ready();
    expect(names(items)).toEqual(['vscode']);
    expect([...items][0]).toMatchObject({
      command: 'remote-ide:open-app',
      category: 'Remote IDE'
    });
    const before = [...items][0];
    lab.model.follow();
    FakeSocket.last.accept();
    const send = (...snapshot: object[]) => {
      FakeSocket.last.receive({ topic: 'apps', seq: 2, snapshot });
    };
    send(appRow('vscode', 'running'));
    expect([...items][0]).toBe(before);
    send(appRow('vscode', 'running'), appRow('rstudio', 'stopped'));
    expect(names(items)).toEqual(['vscode', 'rstudio']);
    send();
    expect(items.size).toBe(0);
  });
});

describe('the menu New of Notebook 7', () => {
  it('has the apps that are offered, in a browser tab', async () => {
    PageConfig.setOption('notebookPage', 'tree');
    const lab = setup(
      appsServer(
        appRow('vscode', 'stopped'),
        appRow('hidden', 'stopped', { server: { enabled: false } })
      )
    );
    const toolbar = new Panel();
    const bar = new MenuBar();
    const menu = new Menu({ commands: lab.app.commands });
    bar.addMenu(menu);
    toolbar.addWidget(bar);
    const browser = { toolbar } as unknown as IDefaultFileBrowser;
    void newMenu!.activate(lab.app, lab.model, browser);
    await lab.model.ready();
    PageConfig.setOption('notebookPage', '');
    expect(menu.items.map(item => item.type)).toEqual(['separator', 'command']);
    expect(menu.items[1]?.args).toMatchObject({
      name: 'vscode',
      newBrowserTab: true
    });
  });
});
