import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import * as React from 'react';

import { CommandIDs } from '../core/commands';
import { denialOf } from '../core/result';
import {
  IAppsModel,
  IConnection,
  IRemoteIDEPanel,
  ISessionModel
} from '../tokens';
import { late } from '../ui/late';

import { addCommands } from './commands';
// eslint-disable-next-line jupyter/prefer-lazy-imports -- hears of ports while the panel is hidden
import { PortsModel } from './model';
// eslint-disable-next-line jupyter/prefer-lazy-imports -- hears of ports while the panel is hidden
import { PortToasts } from './toasts';

const PORTS = 'jupyterlab-remote-ide:ports';

const lazy = () => import(/* webpackChunkName: "panel" */ './lazy');
const Section = late(async () => (await lazy()).Section);

const ports: JupyterFrontEndPlugin<void> = {
  id: PORTS,
  description:
    'Lists what runs on this server: apps that are alive and listening ports.',
  autoStart: true,
  requires: [IConnection],
  optional: [
    ITranslator,
    IRemoteIDEPanel,
    IAppsModel,
    ISessionModel,
    ISettingRegistry
  ],
  activate: (
    app: JupyterFrontEnd,
    connection: IConnection,
    translator: ITranslator | null,
    panel: IRemoteIDEPanel | null,
    apps: IAppsModel | null,
    session: ISessionModel | null,
    settings: ISettingRegistry | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('jupyterlab_remote_ide');
    const model = new PortsModel(connection);
    const announce = (text: string) => {
      panel?.announce(text);
    };
    const reveal = () => {
      panel?.reveal('running');
    };
    const mute = () => {
      void settings?.set(PORTS, 'notifyPorts', false);
    };
    const open = (id: string) => {
      void app.commands.execute(CommandIDs.openPort, { id });
    };
    const words = { trans, announce };
    const toasts = new PortToasts({ model, open, reveal, mute, ...words });
    addCommands({ app, model, trans });
    if (apps) {
      apps.ports = model;
    }
    panel?.addWords(lazy);
    panel?.addSection({
      id: 'running',
      title: trans.__('Running'),
      rank: 30,
      render: () =>
        React.createElement(Section, {
          model,
          apps,
          trans,
          commands: app.commands
        }),
      onVisible: isVisible => {
        model.setVisible(isVisible);
      },
      onRefresh: () => {
        model.problems.clear();
        void model.load();
      }
    });
    const onStatus = ({ data, problem }: ISessionModel['status']) => {
      model.setDenied(denialOf('ports-list', data, problem));
    };
    if (session) {
      onStatus(session.status);
      session.status.changed.connect(onStatus);
    }
    // Known before something is wanted: one without our half would be asked in vain.
    void app.restored
      .then(() => session?.ready())
      .then(() => read(settings, model, toasts));
  }
};

/** After the layout stands, so that nothing is asked while JupyterLab starts. */
async function read(
  registry: ISettingRegistry | null,
  model: PortsModel,
  toasts: PortToasts
): Promise<void> {
  const loaded = await registry?.load(PORTS).catch(() => undefined);
  const onChanged = () => {
    toasts.isOn = loaded?.composite.notifyPorts !== false;
    model.setBackground(loaded?.composite.backgroundPorts !== false);
  };
  onChanged();
  loaded?.changed.connect(onChanged);
}

const plugins: JupyterFrontEndPlugin<unknown>[] = [ports];

export default plugins;
