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
import type { IPreferences } from './preferences';
// eslint-disable-next-line jupyter/prefer-lazy-imports -- a few lines
import { AppTiles } from './tiles';
// eslint-disable-next-line jupyter/prefer-lazy-imports -- other plugins hold what it reads from the start
import { isUnloaded } from './types';

/** jupyter-server-proxy's plugin, which ours replaces: see `disabledExtensions` in package.json. */
const REPLACED = '@jupyterhub/jupyter-server-proxy:add-launcher-entries';

const APPS = 'jupyterlab-remote-ide:apps';

const Section = late(() => import(/* webpackChunkName: "panel" */ './section'));

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
    const reveal = () => panel?.reveal('apps');
    const actions = once(async () => {
      const { AppActions } = await import(
        /* webpackChunkName: "apps" */ './actions'
      );
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
    panel?.addWords(() => import(/* webpackChunkName: "panel" */ './words'));
    panel?.addSection({
      id: 'apps',
      title: trans.__('Apps'),
      rank: 40,
      render: () =>
        React.createElement(Section, {
          model,
          status: session?.status ?? null,
          trans,
          commands: app.commands,
          announce: text => {
            panel.announce(text);
          }
        }),
      onVisible: isVisible => {
        model.setVisible(isVisible);
      },
      onRefresh: () => {
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
    void import(/* webpackChunkName: "few" */ './newmenu').then(
      ({ addAppsTo }) => {
        addAppsTo(fileBrowser, model);
      },
      () => undefined // the next page tries again
    );
  }
};

const plugins: JupyterFrontEndPlugin<unknown>[] = [apps, launcher, newMenu];

export default plugins;
