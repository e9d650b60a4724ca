import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { PageConfig } from '@jupyterlab/coreutils';
import { IMainMenu } from '@jupyterlab/mainmenu';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import * as React from 'react';

import { CommandIDs, PALETTE_RANK } from '../core/commands';
import { IConnection, IRemoteIDEPanel, ISessionModel } from '../tokens';
import { late } from '../ui/late';
// eslint-disable-next-line jupyter/prefer-lazy-imports -- other plugins hold it from the start
import { SessionModel } from './model';

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
    const Section = late(
      () => import(/* webpackChunkName: "panel" */ './section')
    );
    app.commands.addCommand(CommandIDs.copyDiagnostics, {
      label: trans.__('Copy Remote IDE Diagnostics'),
      caption: trans.__('Versions and what this server allows; no secrets'),
      describedBy: { args: { type: 'object', properties: {} } },
      execute: async () => {
        const { copyDiagnostics } = await import(
          /* webpackChunkName: "panel" */ './diagnostics'
        );
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
    panel.addWords(() => import(/* webpackChunkName: "panel" */ './words'));
    panel.addSection({
      id: 'session',
      title: '',
      rank: 10,
      render: () =>
        React.createElement(Section, {
          trans,
          model,
          onRetry: () => void model.refresh(),
          onRefresh: refreshAll,
          onMenu: anchor => {
            void import(/* webpackChunkName: "panel" */ './menu').then(
              ({ openMenu }) => {
                openMenu(app.commands, anchor);
              }
            );
          }
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
    void Promise.all([
      import(/* webpackChunkName: "few" */ './hubitem'),
      app.restored
    ]).then(
      ([{ addHubItem }]) => {
        addHubItem(app, trans, mainMenu);
      },
      () => undefined // the next page tries again
    );
  }
};

const plugins: JupyterFrontEndPlugin<unknown>[] = [session, hub];

export default plugins;
