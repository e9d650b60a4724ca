import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { PageConfig } from '@jupyterlab/coreutils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import * as React from 'react';

import { CommandIDs, PALETTE_RANK } from '../core/commands';
import { hubUrl } from '../core/hub';
import {
  IApiTokensModel,
  IConnection,
  IRemoteIDEPanel,
  ISessionModel
} from '../tokens';
import type { ConnectModel } from './model';

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
    // The code comes with the first look or the first press; the model is one for both.
    let model: ConnectModel | null = null;
    const load = async () => {
      const code = await import(/* webpackChunkName: "panel" */ './lazy');
      model ??= new code.ConnectModel({ connection, session, apiTokens, href });
      return { ...code, model };
    };
    const Section = React.lazy(async () => {
      const { ConnectSection, model } = await load();
      return {
        default: () =>
          React.createElement(ConnectSection, {
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
      };
    });
    const Help = React.lazy(async () => ({
      default: (await load()).HelpSection
    }));
    panel.addSection({
      id: 'connect',
      title: trans.__('Connect'),
      rank: 20,
      render: () => React.createElement(Section)
    });
    panel.addSection({
      id: 'help',
      title: trans.__('Help'),
      rank: 60,
      render: () => React.createElement(Help, { trans, session })
    });

    const copy = async (client: unknown, isNew: boolean) => {
      const { copyText, model, RECIPES } = await load();
      const recipe = RECIPES.find(({ id }) => id === client) ?? RECIPES[0];
      if (recipe === undefined) {
        return;
      }
      const url = model.press(recipe.id, recipe.name, isNew);
      if (await copyText(url).catch(() => false)) {
        panel.announce(trans.__('Copied'));
      } else {
        // There the reason stands, or the button that copies what was made.
        panel.reveal('connect');
      }
    };
    const args = {
      type: 'object' as const,
      properties: {
        client: {
          type: 'string' as const,
          description: 'The slug of a client: vscode (the default) or pycharm'
        }
      }
    };
    app.commands.addCommand(CommandIDs.copyConnectionUrl, {
      label: ({ client }) =>
        client === 'pycharm'
          ? trans.__('Copy PyCharm Connection URL')
          : trans.__('Copy VS Code Connection URL'),
      describedBy: { args },
      execute: ({ client }) => copy(client, false)
    });
    app.commands.addCommand(CommandIDs.createApiToken, {
      label: ({ client }) =>
        client === 'pycharm'
          ? trans.__('Copy PyCharm Connection URL with a New Token')
          : trans.__('Copy VS Code Connection URL with a New Token'),
      describedBy: { args },
      execute: ({ client }) => copy(client, true)
    });
    for (const command of [
      CommandIDs.copyConnectionUrl,
      CommandIDs.createApiToken
    ]) {
      for (const client of ['vscode', 'pycharm']) {
        palette?.addItem({
          command,
          args: { client },
          category: trans.__('Remote IDE'),
          rank: PALETTE_RANK
        });
      }
    }
  }
};

const plugins: JupyterFrontEndPlugin<unknown>[] = [connect];

export default plugins;
