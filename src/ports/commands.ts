import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { TranslationBundle } from '@jupyterlab/translation';
import { copyIcon, launchIcon, stopIcon } from '@jupyterlab/ui-components';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import { CommandIDs } from '../core/commands';
import type { PortsModel } from './model';
import type { IPort } from './types';

/** What the commands need. */
export interface ICommandsOptions {
  readonly app: JupyterFrontEnd;
  readonly model: PortsModel;
  readonly trans: TranslationBundle;
}

const PORT = { type: 'integer', description: 'A port of the list' } as const;

/** Adds open-port, copy-port-url and stop-port. */
export function addCommands({ app, model, trans }: ICommandsOptions): void {
  const { commands } = app;
  const find = (args: ReadonlyPartialJSONObject): IPort | undefined =>
    typeof args.port === 'number' ? model.find(args.port) : undefined;
  const isEnabled = (args: ReadonlyPartialJSONObject) =>
    find(args) !== undefined;
  const isLinked = (args: ReadonlyPartialJSONObject) =>
    (find(args)?.url ?? null) !== null;
  const label = (args: ReadonlyPartialJSONObject) =>
    typeof args.port === 'number' ? `${args.port}` : '';

  commands.addCommand(CommandIDs.openPort, {
    label: args =>
      args.split === true
        ? trans.__('Open Port %1 Beside', label(args))
        : trans.__('Open Port %1', label(args)),
    caption: trans.__('Open the page that this port serves'),
    icon: launchIcon,
    isEnabled: isLinked,
    describedBy: {
      args: {
        type: 'object',
        required: ['port'],
        properties: {
          port: PORT,
          split: {
            type: 'boolean',
            description: 'In a tab of JupyterLab beside the others'
          }
        }
      }
    },
    execute: async args => {
      const row = find(args);
      const url = row && model.urlOf(row);
      if (!row || url === undefined || url === null) {
        return;
      }
      if (
        args.split === true &&
        commands.hasCommand(CommandIDs.serverProxyOpen)
      ) {
        await commands.execute(CommandIDs.serverProxyOpen, {
          id: `remote-ide-port:${row.port}`,
          title: trans.__('Port %1', row.port),
          url,
          newBrowserTab: false,
          mode: 'split-right'
        });
        return;
      }
      window.open(url, '_blank', 'noopener');
    }
  });

  commands.addCommand(CommandIDs.copyPortUrl, {
    label: args => trans.__('Copy the URL of Port %1', label(args)),
    caption: trans.__('Opens only for you, after login'),
    icon: copyIcon,
    isEnabled: isLinked,
    describedBy: {
      args: { type: 'object', required: ['port'], properties: { port: PORT } }
    },
    execute: async args => {
      const row = find(args);
      const url = row && model.urlOf(row);
      if (url !== undefined && url !== null) {
        await (await load()).copyText(url);
      }
    }
  });

  commands.addCommand(CommandIDs.stopPort, {
    label: args => trans.__('Stop the Program on Port %1', label(args)),
    caption: trans.__('End the program that listens on this port'),
    icon: stopIcon,
    isEnabled,
    describedBy: {
      args: { type: 'object', required: ['port'], properties: { port: PORT } }
    },
    execute: async args => {
      const row = find(args);
      if (row) {
        await (await load()).stopPort(model, trans, row);
      }
    }
  });
}

const load = () => import(/* webpackChunkName: "panel" */ './actions');
