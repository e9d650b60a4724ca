import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import * as React from 'react';

import { once } from '../core/once';
import {
  IApiTokens,
  IConnection,
  IRemoteIDEPanel,
  ISessionModel
} from '../tokens';
import { late } from '../ui/late';
import { addCommands } from './commands';

const lazy = () => import(/* webpackChunkName: "panel" */ './lazy');

const connect: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-remote-ide:connect',
  description: 'Connects VS Code, PyCharm and others on the user’s computer.',
  autoStart: true,
  requires: [IConnection, ISessionModel, IApiTokens, IRemoteIDEPanel],
  optional: [ITranslator, ICommandPalette, ISettingRegistry],
  activate: (
    app: JupyterFrontEnd,
    connection: IConnection,
    session: ISessionModel,
    apiTokens: IApiTokens,
    panel: IRemoteIDEPanel,
    translator: ITranslator | null,
    palette: ICommandPalette | null,
    settings: ISettingRegistry | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('jupyterlab_remote_ide');
    const options = { connection, session, apiTokens, panel, settings, trans };
    const open = once(async () => {
      const { Connect } = await lazy();
      return Connect.open(options);
    });
    const Section = late(async () => (await open()).Section);
    const Help = late(async () => (await open()).help());
    panel.addWords(lazy);
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
      render: () => React.createElement(Help),
      isFolded: true
    });

    const copy = async (client: unknown, isNew: boolean) => {
      await (await open()).copy(client, isNew);
    };
    addCommands({ app, trans, palette, copy });
  }
};

const plugins: JupyterFrontEndPlugin<unknown>[] = [connect];

export default plugins;
