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

const ID = {
  type: 'string',
  description: 'The id of a row of the list of ports'
} as const;

/** Adds open-port, copy-port-url and stop-port. */
export function addCommands({ app, model, trans }: ICommandsOptions): void {
  const { commands } = app;
  const find = (args: ReadonlyPartialJSONObject): IPort | undefined =>
    typeof args.id === 'string' ? model.find(args.id) : undefined;
  const isEnabled = (args: ReadonlyPartialJSONObject) =>
    find(args) !== undefined;
  const isLinked = (args: ReadonlyPartialJSONObject) =>
    (find(args)?.url ?? null) !== null;
  const label = (args: ReadonlyPartialJSONObject) =>
    `${find(args)?.port ?? ''}`;

  commands.addCommand(CommandIDs.openPort, {
    label: args =>
      args.newBrowserTab === true
        ? trans.__('Open Port %1 in a Browser Tab', label(args))
        : args.split === true
          ? trans.__('Open Port %1 Beside', label(args))
          : trans.__('Open Port %1', label(args)),
    icon: launchIcon,
    isEnabled: isLinked,
    describedBy: {
      args: {
        type: 'object',
        required: ['id'],
        properties: {
          id: ID,
          newBrowserTab: {
            type: 'boolean',
            description: 'Overrides the setting'
          },
          split: {
            type: 'boolean',
            description: 'In a tab beside the others'
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
        args.newBrowserTab === true ||
        !commands.hasCommand(CommandIDs.serverProxyOpen)
      ) {
        window.open(url, '_blank', 'noopener');
        return;
      }
      // Where apps open; named as its row is, and told apart from another of the same name.
      const { group, label: name, port } = row;
      const isTwice = model.ports.some(
        other => other.label === name && other.group !== group
      );
      await commands.execute(CommandIDs.serverProxyOpen, {
        id: `remote-ide-port:${model.linkOf(row)}`,
        title:
          name === ''
            ? trans.__('Port %1', port)
            : isTwice
              ? `${name} · ${port}`
              : name,
        url,
        ...(args.split === true && {
          newBrowserTab: false,
          mode: 'split-right'
        })
      });
    }
  });

  commands.addCommand(CommandIDs.copyPortUrl, {
    label: args => trans.__('Copy the URL of Port %1', label(args)),
    caption: trans.__('Opens only for you, after login'),
    icon: copyIcon,
    isEnabled: isLinked,
    describedBy: {
      args: { type: 'object', required: ['id'], properties: { id: ID } }
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
      args: { type: 'object', required: ['id'], properties: { id: ID } }
    },
    execute: async args => {
      const row = find(args);
      if (row) {
        await (await load()).stopPort(model, trans, row);
      }
    }
  });
}

const load = () => import(/* webpackChunkName: "panel" */ './lazy');
