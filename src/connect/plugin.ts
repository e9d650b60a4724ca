import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { PageConfig } from '@jupyterlab/coreutils';
import {
  ITranslator,
  nullTranslator,
  type TranslationBundle
} from '@jupyterlab/translation';
import * as React from 'react';

import { CommandIDs, PALETTE_RANK } from '../core/commands';
import { hubUrl } from '../core/hub';
import {
  IApiTokensModel,
  IConnection,
  IRemoteIDEPanel,
  ISessionModel
} from '../tokens';
import { RECIPES } from './clients';
// eslint-disable-next-line jupyter/prefer-lazy-imports -- small, and it must exist before the first press
import { ConnectModel } from './model';

const connect: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-remote-ide:connect',
  description: 'Connects VS Code, PyCharm and others on the user’s computer.',
  autoStart: true,
  requires: [IConnection, ISessionModel, IApiTokensModel, IRemoteIDEPanel],
  optional: [ITranslator, ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    connection: IConnection,
    session: ISessionModel,
    apiTokens: IApiTokensModel,
    panel: IRemoteIDEPanel,
    translator: ITranslator | null,
    palette: ICommandPalette | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('jupyterlab_remote_ide');
    const { href } = window.location;
    const model = new ConnectModel({ connection, session, apiTokens, href });
    const Section = React.lazy(
      () => import(/* webpackChunkName: "panel" */ './section')
    );
    const Help = React.lazy(
      () => import(/* webpackChunkName: "panel" */ './help')
    );
    panel.addSection({
      id: 'connect',
      title: trans.__('Connect'),
      rank: 20,
      render: () =>
        React.createElement(Section, {
          trans,
          model,
          session,
          root: PageConfig.getOption('serverRoot'),
          hubHome: hubUrl('home'),
          hubTokenPage: hubUrl('token'),
          announce: text => {
            panel.announce(text);
          }
        })
    });
    panel.addSection({
      id: 'help',
      title: trans.__('Help'),
      rank: 60,
      render: () => React.createElement(Help, { trans, session })
    });
    Private.addCommands(app, trans, model, panel, palette);
  }
};

namespace Private {
  export function addCommands(
    app: JupyterFrontEnd,
    trans: TranslationBundle,
    model: ConnectModel,
    panel: IRemoteIDEPanel,
    palette: ICommandPalette | null
  ): void {
    const { commands } = app;
    const args = {
      type: 'object' as const,
      properties: {
        client: {
          type: 'string' as const,
          description: 'The slug of a client, such as vscode'
        }
      }
    };
    const recipeOf = (client: unknown) =>
      RECIPES.find(recipe => recipe.id === client) ?? RECIPES[0];
    const copy = async (client: unknown, isNew: boolean) => {
      const recipe = recipeOf(client);
      if (recipe === undefined) {
        return;
      }
      const url = model.press(recipe.id, recipe.name, isNew);
      const { copyText } = await import(
        /* webpackChunkName: "panel" */ '../ui/clipboard'
      );
      const isCopied = await copyText(url).catch(() => false);
      if (isCopied) {
        panel.announce(trans.__('Copied'));
      } else {
        // There the reason stands, or the button that copies what was made.
        await commands.execute(CommandIDs.showPanel);
      }
    };
    commands.addCommand(CommandIDs.copyConnectionUrl, {
      label: ({ client }) =>
        recipeOf(client)?.copyLabel(trans) ?? trans.__('Copy connection URL'),
      describedBy: { args },
      execute: ({ client }) => copy(client, false)
    });
    commands.addCommand(CommandIDs.createApiToken, {
      label: ({ client }) =>
        trans.__(
          'Make a New Token and Copy the URL for %1',
          recipeOf(client)?.name ?? ''
        ),
      describedBy: { args },
      execute: ({ client }) => copy(client, true)
    });
    for (const { id } of RECIPES) {
      for (const command of [
        CommandIDs.copyConnectionUrl,
        CommandIDs.createApiToken
      ]) {
        palette?.addItem({
          command,
          args: { client: id },
          category: trans.__('Remote IDE'),
          rank: PALETTE_RANK
        });
      }
    }
  }
}

const plugins: JupyterFrontEndPlugin<unknown>[] = [connect];

export default plugins;
