import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import * as React from 'react';

import { CommandIDs } from '../core/commands';
import { once } from '../core/once';
import { ProblemError } from '../core/result';
import {
  IApiTokens,
  IConnection,
  IRemoteIDEPanel,
  ISessionModel
} from '../tokens';
import { late } from '../ui/late';
import type { ApiTokensModel } from './model';

const lazy = () => import(/* webpackChunkName: "panel" */ './lazy');

const apitokens: JupyterFrontEndPlugin<IApiTokens> = {
  id: 'jupyterlab-remote-ide:apitokens',
  description: 'Provides the API tokens made for IDEs, and lists them.',
  autoStart: true,
  requires: [IConnection, ISessionModel, IRemoteIDEPanel],
  optional: [ITranslator],
  provides: IApiTokens,
  activate: (
    app: JupyterFrontEnd,
    connection: IConnection,
    session: ISessionModel,
    panel: IRemoteIDEPanel,
    translator: ITranslator | null
  ): IApiTokens => {
    const trans = (translator ?? nullTranslator).load('jupyterlab_remote_ide');
    const options = { connection, session, panel, trans };
    const load = once(async () => {
      return (await lazy()).load(options);
    });
    const open = async () => (await load()).model;
    let isVisible = false;
    const tell = () => {
      run(open(), model => model.setVisible(isVisible));
    };
    const Section = late(async () => {
      tell(); // it may come later than the panel was shown
      return (await load()).Section;
    });
    const Badge = late(async () => (await load()).Badge);
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
          const model = await open();
          await model.revoke(args.id);
          if (model.problem !== null) {
            throw new ProblemError(model.problem);
          }
        }
      }
    });
    panel.addWords(lazy);
    panel.addSection({
      id: 'apitokens',
      title: trans.__('API tokens'),
      rank: 50,
      render: () => React.createElement(Section),
      renderBadge: () => React.createElement(Badge),
      isFolded: true,
      onVisible: now => {
        isVisible = now;
        tell();
      },
      onRefresh: () => {
        run(open(), model => model.refresh());
      }
    });
    return { open };
  }
};

/** Where the page cannot load its part the section itself says so. */
function run(
  model: Promise<ApiTokensModel>,
  act: (model: ApiTokensModel) => Promise<void>
): void {
  void model.then(act, () => undefined);
}

const plugins: JupyterFrontEndPlugin<unknown>[] = [apitokens];

export default plugins;
