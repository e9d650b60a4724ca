import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { PageConfig } from '@jupyterlab/coreutils';
import { IMainMenu } from '@jupyterlab/mainmenu';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { ellipsesIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

import { CommandIDs, PALETTE_RANK } from '../core/commands';
import { IConnection, IRemoteIDEPanel, ISessionModel } from '../tokens';
import { late } from '../ui/late';

import { addHubItem } from './hubitem';
// eslint-disable-next-line jupyter/prefer-lazy-imports -- other plugins hold it from the start
import { SessionModel } from './model';

const lazy = () => import(/* webpackChunkName: "panel" */ './lazy');

const session: JupyterFrontEndPlugin<ISessionModel> = {
  id: 'jupyterlab-remote-ide:session',
  description: 'Provides the status of this server, and shows it in the panel.',
  autoStart: true,
  requires: [IConnection, IRemoteIDEPanel],
  optional: [ITranslator, ICommandPalette],
  provides: ISessionModel,
  activate: (
    app: JupyterFrontEnd,
    connection: IConnection,
    panel: IRemoteIDEPanel,
    translator: ITranslator | null,
    palette: ICommandPalette | null
  ): ISessionModel => {
    const trans = (translator ?? nullTranslator).load('jupyterlab_remote_ide');
    const model = new SessionModel(connection);
    const Section = late(async () => (await lazy()).Section);
    app.commands.addCommand(CommandIDs.copyDiagnostics, {
      label: trans.__('Copy Remote IDE Diagnostics'),
      caption: trans.__('Versions and what this server allows; no secrets'),
      describedBy: { args: { type: 'object', properties: {} } },
      execute: async () => {
        const { copyDiagnostics } = await lazy();
        await copyDiagnostics(app, trans, panel, model.status.data);
      }
    });
    palette?.addItem({
      command: CommandIDs.copyDiagnostics,
      category: trans.__('Remote IDE'),
      rank: PALETTE_RANK
    });
    const refreshAll = () => {
      void app.commands.execute(CommandIDs.refresh);
    };
    const onRules = () => {
      // In a moment, when every section has heard of it.
      queueMicrotask(refreshAll);
    };
    const onFailure = () => void model.doubt();
    const look = () => {
      // Back from the terminal where the server was started anew, perhaps.
      if (model.status.problem !== null) {
        void model.show();
      }
    };
    model.rulesChanged.connect(onRules);
    app.serviceManager.connectionFailure.connect(onFailure);
    panel.addWords(lazy);
    panel.addTool({
      id: 'more',
      label: trans.__('More'),
      icon: ellipsesIcon,
      hasMenu: true,
      onClick: anchor => {
        void lazy().then(({ openMenu }) => {
          openMenu(app.commands, anchor);
        });
      }
    });
    panel.addSection({
      id: 'session',
      title: '',
      rank: 10,
      render: () =>
        React.createElement(Section, {
          trans,
          model,
          watch: connection.watch,
          onRetry: () => void model.refresh(),
          onRefresh: refreshAll
        }),
      onVisible: isVisible => {
        window.removeEventListener('focus', look);
        if (isVisible) {
          window.addEventListener('focus', look);
          void model.show();
        }
      },
      onRefresh: () => void model.refresh()
    });
    return model;
  }
};

const hub: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-remote-ide:hub-menu',
  description:
    'Adds File → Hub Control Panel where JupyterLab itself does not.',
  autoStart: true,
  optional: [ITranslator, IMainMenu],
  activate: (
    app: JupyterFrontEnd,
    translator: ITranslator | null,
    mainMenu: IMainMenu | null
  ): void => {
    if (PageConfig.getOption('hubPrefix') === '') {
      return;
    }
    const trans = (translator ?? nullTranslator).load('jupyterlab_remote_ide');
    // Later than core's own, which would throw where it found its command taken.
    void app.restored.then(() => {
      addHubItem(app, trans, mainMenu);
    });
  }
};

const plugins: JupyterFrontEndPlugin<unknown>[] = [session, hub];

export default plugins;
