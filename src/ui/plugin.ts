import {
  ILabShell,
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { IStateDB } from '@jupyterlab/statedb';
import {
  ITranslator,
  nullTranslator,
  type TranslationBundle
} from '@jupyterlab/translation';

import { CommandIDs, PALETTE_RANK } from '../core/commands';
// eslint-disable-next-line jupyter/prefer-lazy-imports -- provided at activation
import { connectTo } from '../core/connection';
import { IConnection, IRemoteIDEPanel } from '../tokens';
// eslint-disable-next-line jupyter/prefer-lazy-imports -- a small frame, which the shell and the layout need at once
import { RemoteIDEPanel } from './panel';

import { translate } from './settings';

const connection: JupyterFrontEndPlugin<IConnection> = {
  id: 'jupyterlab-remote-ide:connection',
  description: 'Provides the client and the live socket to the server half.',
  autoStart: true,
  provides: IConnection,
  activate: (app: JupyterFrontEnd): IConnection =>
    connectTo(app.serviceManager.serverSettings)
};

const PANEL = 'jupyterlab-remote-ide:panel';

const panel: JupyterFrontEndPlugin<IRemoteIDEPanel> = {
  id: PANEL,
  description:
    'Adds the Remote IDE side panel, to which features add sections.',
  autoStart: true,
  requires: [IConnection],
  optional: [
    ITranslator,
    ILabShell,
    ILayoutRestorer,
    ICommandPalette,
    ISettingRegistry,
    IStateDB
  ],
  provides: IRemoteIDEPanel,
  activate: (
    app: JupyterFrontEnd,
    connection: IConnection,
    translator: ITranslator | null,
    labShell: ILabShell | null,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null,
    settings: ISettingRegistry | null,
    stateDB: IStateDB | null
  ): IRemoteIDEPanel => {
    const trans = (translator ?? nullTranslator).load('jupyterlab_remote_ide');
    const show = () => {
      app.shell.activateById(RemoteIDEPanel.ID);
    };
    const widget = new RemoteIDEPanel({ trans, connection, show, stateDB });
    // Notebook 7 has its tools on the right; its tree page has that side as well.
    app.shell.add(widget, labShell ? 'left' : 'right', { rank: 600 });
    restorer?.add(widget, widget.id);
    addCommands(app, trans, widget, show);
    for (const command of [CommandIDs.showPanel, CommandIDs.refresh]) {
      palette?.addItem({
        command,
        category: trans.__('Remote IDE'),
        rank: PALETTE_RANK
      });
    }
    if (settings) {
      openAtStart(app, settings).catch(() => undefined);
      const { languageCode } = translator ?? nullTranslator;
      if (languageCode !== nullTranslator.languageCode) {
        app.restored.then(() => translate(settings)).catch(() => undefined);
      }
    }
    return widget;
  }
};

function addCommands(
  app: JupyterFrontEnd,
  trans: TranslationBundle,
  widget: RemoteIDEPanel,
  show: () => void
): void {
  const args = { type: 'object' as const, properties: {} };
  app.commands.addCommand(CommandIDs.showPanel, {
    label: trans.__('Remote IDE'),
    caption: trans.__('Show the Remote IDE panel'),
    describedBy: { args },
    execute: show
  });
  app.commands.addCommand(CommandIDs.refresh, {
    label: trans.__('Refresh the Remote IDE Panel'),
    describedBy: { args },
    execute: () => {
      widget.refresh();
    }
  });
}

/** Asked after the layout stands, as nobody waits for it. */
async function openAtStart(
  app: JupyterFrontEnd,
  settings: ISettingRegistry
): Promise<void> {
  await app.restored;
  const { composite } = await settings.load(PANEL);
  if (composite.openAtStart === true) {
    app.shell.activateById(RemoteIDEPanel.ID);
  }
}

const plugins: JupyterFrontEndPlugin<unknown>[] = [connection, panel];

export default plugins;
