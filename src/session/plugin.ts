import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { PageConfig } from '@jupyterlab/coreutils';
import { IMainMenu } from '@jupyterlab/mainmenu';
import {
  ITranslator,
  nullTranslator,
  type TranslationBundle
} from '@jupyterlab/translation';
import * as React from 'react';

import { CommandIDs, PALETTE_RANK } from '../core/commands';
import { hubUrl } from '../core/hub';
import { IConnection, IRemoteIDEPanel, ISessionModel } from '../tokens';
// eslint-disable-next-line jupyter/prefer-lazy-imports -- other plugins hold it from the start
import { SessionModel } from './model';
import { HUB_COMMAND, hubItem } from './types';

const HUB_EXTENSION = '@jupyterlab/hub-extension';

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
    const Section = React.lazy(
      () => import(/* webpackChunkName: "panel" */ './section')
    );
    app.commands.addCommand(CommandIDs.copyDiagnostics, {
      label: trans.__('Copy Remote IDE Diagnostics'),
      caption: trans.__('Versions and what this server allows; no secrets'),
      describedBy: { args: { type: 'object', properties: {} } },
      execute: async () => {
        const { copyText, diagnostics, showCopied } = await import(
          /* webpackChunkName: "panel" */ './diagnostics'
        );
        const isCopied = await copyText(
          diagnostics(Private.facts(app), model.status.data)
        );
        showCopied(trans, isCopied);
        panel.announce(
          isCopied
            ? trans.__('Copied')
            : trans.__('The browser refused to copy')
        );
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
    void app.restored.then(() => {
      Private.addHubItem(app, trans, mainMenu);
    });
  }
};

namespace Private {
  export function addHubItem(
    app: JupyterFrontEnd,
    trans: TranslationBundle,
    mainMenu: IMainMenu | null
  ): void {
    const { isDisabled } = PageConfig.Extension;
    const item = hubItem({
      hubPrefix: PageConfig.getOption('hubPrefix'),
      hasCommand: app.commands.hasCommand(HUB_COMMAND),
      isExtensionDisabled: isDisabled(`${HUB_EXTENSION}:plugin`),
      isMenuDisabled: isDisabled(`${HUB_EXTENSION}:menu`)
    });
    if (item === 'nothing') {
      return;
    }
    if (item === 'command') {
      const args = { type: 'object' as const, properties: {} };
      app.commands.addCommand(CommandIDs.openHubControlPanel, {
        label: trans.__('Hub Control Panel'),
        caption: trans.__('Open the Hub Control Panel in a new browser tab'),
        describedBy: { args },
        execute: () => {
          window.open(hubUrl('home') ?? '', '_blank', 'noopener');
        }
      });
    }
    const command =
      item === 'item' ? HUB_COMMAND : CommandIDs.openHubControlPanel;
    mainMenu?.fileMenu.addGroup([{ command }], 100);
  }

  export function facts(app: JupyterFrontEnd): Record<string, string> {
    return {
      application: `${app.name} ${app.version}`,
      browser: navigator.userAgent,
      secure: window.isSecureContext ? 'yes' : 'no'
    };
  }
}

const plugins: JupyterFrontEndPlugin<unknown>[] = [session, hub];

export default plugins;
