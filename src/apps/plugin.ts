import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { PageConfig } from '@jupyterlab/coreutils';
import { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import { ILauncher } from '@jupyterlab/launcher';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import * as React from 'react';

import {
  IAppsModel,
  IConnection,
  IRemoteIDEPanel,
  ISessionModel
} from '../tokens';
import { CommandIDs } from '../core/commands';
import { once } from '../core/once';
import { late } from '../ui/late';
// eslint-disable-next-line jupyter/prefer-lazy-imports -- commands are registered at activation
import { addCommands, addServerProxyOpen } from './commands';
// eslint-disable-next-line jupyter/prefer-lazy-imports -- the layout is restored while JupyterLab starts
import { createTracker, restore } from './layout';
// eslint-disable-next-line jupyter/prefer-lazy-imports -- other plugins hold it from the start
import { AppsModel } from './model';
// eslint-disable-next-line jupyter/prefer-lazy-imports -- less than a script of its own would cost
import { addAppsTo } from './newmenu';
import type { IPreferences } from './preferences';
// eslint-disable-next-line jupyter/prefer-lazy-imports -- a few lines
import { AppTiles } from './tiles';
// eslint-disable-next-line jupyter/prefer-lazy-imports -- other plugins hold what it reads from the start
import { isUnloaded } from './types';

/** jupyter-server-proxy's plugin, which ours replaces: see `disabledExtensions` in package.json. */
const REPLACED = '@jupyterhub/jupyter-server-proxy:add-launcher-entries';

const APPS = 'jupyterlab-remote-ide:apps';

const lazy = () => import(/* webpackChunkName: "panel" */ './lazy');
const Section = late(async () => (await lazy()).Section);
const Running = late(async () => (await lazy()).RunningApps);

const apps: JupyterFrontEndPlugin<IAppsModel> = {
  id: APPS,
  description:
    'Provides the apps of this server, their commands, tabs and section of the panel.',
  autoStart: true,
  requires: [IConnection],
  optional: [
    ITranslator,
    IRemoteIDEPanel,
    ILayoutRestorer,
    IDefaultFileBrowser,
    ISettingRegistry,
    ISessionModel
  ],
  provides: IAppsModel,
  activate: (
    app: JupyterFrontEnd,
    connection: IConnection,
    translator: ITranslator | null,
    panel: IRemoteIDEPanel | null,
    restorer: ILayoutRestorer | null,
    fileBrowser: IDefaultFileBrowser | null,
    settings: ISettingRegistry | null,
    session: ISessionModel | null
  ): IAppsModel => {
    const trans = (translator ?? nullTranslator).load('jupyterlab_remote_ide');
    const model = new AppsModel(connection);
    const tracker = createTracker();
    const preferences: IPreferences = {
      openIn: 'lab',
      startRestored: false
    };
    const reveal = () => {
      const name = model.pointed ?? model.logOf;
      const found = model.alive.some(app => app.name === name);
      panel?.reveal(found ? 'running' : 'apps');
    };
    const actions = once(async () => {
      const { AppActions } = await lazy();
      const models = { model, tracker, preferences };
      return new AppActions({ app, trans, reveal, ...models });
    });
    const options = { app, model, trans, fileBrowser, actions, reveal };
    addCommands(options);
    // An administrator may have switched jupyter-server-proxy's own plugin on again.
    if (
      !app.hasPlugin(REPLACED) &&
      !app.commands.hasCommand(CommandIDs.serverProxyOpen)
    ) {
      addServerProxyOpen(options);
      if (restorer) {
        restore(restorer, tracker, model.urlOf(''));
      }
    }
    session?.leave(isUnloaded);
    panel?.addWords(lazy);
    const look = {
      ...{ model, session, trans, commands: app.commands },
      announce: (text: string) => panel?.announce(text)
    };
    // Where the ports stand as well; at once, so that nothing runs unseen where these are turned off.
    panel?.addSection({
      id: 'running',
      title: trans.__('Running'),
      rank: 29,
      render: () => React.createElement(Running, look)
    });
    panel?.addSection({
      id: 'apps',
      title: trans.__('Start'),
      rank: 40,
      render: () => React.createElement(Section, look),
      onVisible: isVisible => {
        model.setVisible(isVisible);
      },
      onRefresh: () => {
        model.problems.clear();
        void model.load();
      }
    });
    void app.restored.then(() => model.ready());
    void settings?.load(APPS).then(
      setting => {
        const read = () => {
          const { openIn, startRestored } = setting.composite;
          preferences.openIn = openIn === 'browser' ? 'browser' : 'lab';
          preferences.startRestored = startRestored === true;
        };
        read();
        setting.changed.connect(read);
      },
      () => undefined // without its schema the setting keeps its default
    );
    return model;
  }
};

const launcher: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-remote-ide:launcher',
  description:
    'Adds a tile to the launcher and an entry to the palette for each app.',
  autoStart: true,
  requires: [IAppsModel],
  optional: [ITranslator, ILauncher, ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    model: IAppsModel,
    translator: ITranslator | null,
    launcher: ILauncher | null,
    palette: ICommandPalette | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('jupyterlab_remote_ide');
    const tiles = app.hasPlugin(REPLACED) ? null : launcher;
    new AppTiles({ model, launcher: tiles, palette, trans });
  }
};

const newMenu: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-remote-ide:new-menu',
  description: "Adds the apps to the menu New of Notebook 7's tree page.",
  autoStart: true,
  requires: [IAppsModel],
  optional: [IDefaultFileBrowser],
  activate: (
    app: JupyterFrontEnd,
    model: IAppsModel,
    fileBrowser: IDefaultFileBrowser | null
  ): void => {
    if (
      PageConfig.getOption('notebookPage') !== 'tree' ||
      !fileBrowser ||
      app.hasPlugin(REPLACED)
    ) {
      return;
    }
    addAppsTo(fileBrowser, model);
  }
};

const plugins: JupyterFrontEndPlugin<unknown>[] = [apps, launcher, newMenu];

export default plugins;
