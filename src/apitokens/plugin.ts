import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import * as React from 'react';

import { CommandIDs } from '../core/commands';
import { hubUrl } from '../core/hub';
import {
  IApiTokensModel,
  IConnection,
  IRemoteIDEPanel,
  ISessionModel
} from '../tokens';
// eslint-disable-next-line jupyter/prefer-lazy-imports -- other plugins hold it from the start
import { ApiTokensModel } from './model';

const apitokens: JupyterFrontEndPlugin<IApiTokensModel> = {
  id: 'jupyterlab-remote-ide:apitokens',
  description: 'Provides the API tokens made for IDEs, and lists them.',
  autoStart: true,
  requires: [IConnection, ISessionModel, IRemoteIDEPanel],
  optional: [ITranslator],
  provides: IApiTokensModel,
  activate: (
    app: JupyterFrontEnd,
    connection: IConnection,
    session: ISessionModel,
    panel: IRemoteIDEPanel,
    translator: ITranslator | null
  ): IApiTokensModel => {
    const trans = (translator ?? nullTranslator).load('jupyterlab_remote_ide');
    const model = new ApiTokensModel(connection, session);
    const Section = React.lazy(
      () => import(/* webpackChunkName: "panel" */ './section')
    );
    const page = hubUrl('token');
    app.commands.addCommand(CommandIDs.revokeApiToken, {
      label: trans.__('Revoke API Token'),
      describedBy: {
        args: {
          type: 'object',
          properties: {
            id: { type: 'string', description: 'The id, not the secret' }
          },
          required: ['id']
        }
      },
      isEnabled: args => typeof args.id === 'string',
      execute: async args => {
        if (typeof args.id === 'string') {
          await model.revoke(args.id);
        }
      }
    });
    panel.addWords(() => import(/* webpackChunkName: "panel" */ './words'));
    panel.addSection({
      id: 'apitokens',
      title: trans.__('API tokens'),
      rank: 50,
      render: () =>
        React.createElement(Section, {
          trans,
          model,
          onHubTokenPage:
            page === null
              ? null
              : () => {
                  window.open(page, '_blank', 'noopener');
                },
          announce: text => {
            panel.announce(text);
          }
        }),
      onVisible: isVisible => {
        void model.setVisible(isVisible);
      },
      onRefresh: () => {
        void model.refresh();
      }
    });
    return model;
  }
};

const plugins: JupyterFrontEndPlugin<unknown>[] = [apitokens];

export default plugins;
