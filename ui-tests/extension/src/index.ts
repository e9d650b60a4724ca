import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { UseSignal } from '@jupyterlab/ui-components';
import { IRemoteIDEPanel, ISessionModel } from 'jupyterlab-remote-ide';
import * as React from 'react';

const scratch: JupyterFrontEndPlugin<void> = {
  id: 'remote-ide-scratch:section',
  description: 'Tells about the scratch space of this site.',
  autoStart: true,
  requires: [IRemoteIDEPanel, ISessionModel],
  activate: (
    _: JupyterFrontEnd,
    panel: IRemoteIDEPanel,
    model: ISessionModel
  ): void => {
    panel.addWords(() => import('./words'));
    panel.addSection({
      id: 'scratch',
      title: 'Scratch space',
      rank: 45, // between Apps (40) and API tokens (50)
      render: () =>
        React.createElement(UseSignal, {
          signal: model.session.changed,
          children: () =>
            React.createElement(
              'p',
              null,
              `What lies in /scratch on ${model.session.data?.host ?? 'this server'} is deleted every Sunday.`
            )
        })
    });
  }
};

export default scratch;
