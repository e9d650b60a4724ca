import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { LabIcon } from '@jupyterlab/ui-components';
import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import { CommandIDs } from '../core/commands';
import { iconOf } from './icons';
import type { AppActions } from './actions';
import type { AppsModel } from './model';
import { findApp } from './types';
import { openWords } from './words/labels';

type Args = ReadonlyPartialJSONObject;

/** What the commands need. */
export interface ICommandsOptions {
  readonly app: JupyterFrontEnd;
  readonly model: AppsModel;
  readonly trans: TranslationBundle;
  readonly fileBrowser: IDefaultFileBrowser | null;
  /** What the commands do, which loads with the first of them. */
  readonly actions: () => Promise<AppActions>;
  /** Puts the section of the apps in front. */
  readonly reveal: () => void;
}

const NAME = {
  type: 'string',
  description: 'The name of the app'
} as const;

/** Adds open-app, stop-app, restart-app, release-app, show-app and show-app-log. */
export function addCommands(options: ICommandsOptions): void {
  const { app, model, trans, fileBrowser, actions, reveal } = options;
  const { commands } = app;
  const titleOf = (args: Args) =>
    findApp(model.apps, text(args.name) ?? '')?.title ?? text(args.name) ?? '';

  // Which of two equal apps it is says nothing in a menu that has only one of them.
  const plainTitleOf = (args: Args) =>
    findApp(model.resource.data ?? [], text(args.name) ?? '')?.title ?? '';

  commands.addCommand(CommandIDs.openApp, {
    ...look(model, args =>
      // In the file browser's menu and on a launcher's tile the app's name says it all.
      args.selection === true
        ? trans.__('Open in %1', plainTitleOf(args))
        : args.isTile === true
          ? titleOf(args)
          : trans.__('Open %1', titleOf(args) || trans.__('App'))
    ),
    caption: args => {
      const found = findApp(model.apps, text(args.name) ?? '');
      return found ? openWords(trans, found) : '';
    },
    isVisible: args =>
      args.selection !== true ||
      (findApp(model.apps, text(args.name) ?? '')?.state ?? 'missing') !==
        'missing',
    describedBy: {
      args: {
        type: 'object',
        required: ['name'],
        properties: {
          name: NAME,
          folder: {
            type: 'string',
            description: 'A path of the file browser'
          },
          cwd: { type: 'string' },
          newBrowserTab: {
            type: 'boolean',
            description: 'Overrides the setting'
          },
          isAnywhere: {
            type: 'boolean',
            description: 'In the folder it has open'
          },
          selection: {
            type: 'boolean',
            description: 'In the selected folder'
          },
          isTile: { type: 'boolean', description: 'Only the label differs' }
        }
      }
    },
    execute: async args => {
      const openIn =
        typeof args.newBrowserTab === 'boolean'
          ? args.newBrowserTab
            ? 'browser'
            : 'lab'
          : undefined;
      const folder =
        args.isAnywhere === true
          ? null
          : (text(args.folder) ??
            (args.selection === true ? selected(fileBrowser) : null) ??
            text(args.cwd) ??
            fileBrowser?.model.path ??
            null);
      const { opener } = await actions();
      return opener.open(text(args.name) ?? '', folder, openIn);
    }
  });

  commands.addCommand(CommandIDs.stopApp, {
    ...look(model, args => trans.__('Stop %1', titleOf(args))),
    caption: trans.__('End the app; it stays stopped until you start it'),
    describedBy: describe(),
    execute: async args => {
      await (await actions()).stop(text(args.name) ?? '');
    }
  });

  commands.addCommand(CommandIDs.restartApp, {
    ...look(model, args => trans.__('Restart %1', titleOf(args))),
    caption: trans.__('End the app and start it again'),
    describedBy: describe(),
    execute: async args => {
      await (await actions()).restart(text(args.name) ?? '');
    }
  });

  commands.addCommand(CommandIDs.releaseApp, {
    ...look(model, args => trans.__('Free the Address of %1', titleOf(args))),
    caption: trans.__('End the program that holds the address of the app'),
    describedBy: describe(),
    execute: async args => {
      await (await actions()).release(text(args.name) ?? '');
    }
  });

  commands.addCommand(CommandIDs.showApp, {
    ...look(model, args =>
      trans.__('Open the Page of %1 Anyway', titleOf(args))
    ),
    caption: trans.__(
      'Open the page of an app that leads away or answers with an error'
    ),
    describedBy: describe(),
    execute: async args => {
      await (await actions()).show(text(args.name) ?? '');
    }
  });

  commands.addCommand(CommandIDs.showAppLog, {
    ...look(model, args => trans.__('Show the Log of %1', titleOf(args))),
    caption: trans.__('Show what the app wrote, in the Remote IDE panel'),
    describedBy: describe(),
    execute: args => {
      const name = text(args.name);
      model.showLog(findApp(model.apps, name ?? '')?.name ?? name);
      reveal();
    }
  });
}

/** Adds jupyter-server-proxy's own command, for those who call it and for its saved layouts. */
export function addServerProxyOpen({
  app,
  actions,
  trans
}: ICommandsOptions): void {
  app.commands.addCommand(CommandIDs.serverProxyOpen, {
    label: args => text(args.title) ?? trans.__('Open'),
    caption: trans.__('Open a page of this server'),
    describedBy: {
      args: {
        type: 'object',
        required: ['id', 'title', 'url', 'newBrowserTab'],
        properties: {
          id: { type: 'string' },
          title: { type: 'string' },
          url: { type: 'string', format: 'uri' },
          newBrowserTab: { type: 'boolean' },
          path: { type: 'string' },
          mode: { type: 'string', enum: ['split-right'] }
        }
      }
    },
    execute: async args => {
      const path = text(args.path);
      const { tabs } = await actions();
      return tabs.openUrl({
        id: text(args.id) ?? '',
        title: text(args.title) ?? '',
        url: text(args.url) ?? '',
        newBrowserTab: args.newBrowserTab === true,
        ...(path === null ? {} : { path }),
        ...(args.mode === 'split-right' ? { mode: args.mode } : {})
      });
    }
  });
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** The folder selected in the file browser, or null. */
function selected(browser: IDefaultFileBrowser | null): string | null {
  for (const item of browser?.selectedItems() ?? []) {
    if (item.type === 'directory') {
      return item.path;
    }
  }
  return null;
}

function look(
  model: AppsModel,
  label: (args: Args) => string
): { label: (args: Args) => string; icon: (args: Args) => LabIcon } {
  return {
    label,
    icon: args => iconOf(findApp(model.apps, text(args.name) ?? ''))
  };
}

function describe(): CommandRegistry.ICommandOptions['describedBy'] {
  return {
    args: { type: 'object', required: ['name'], properties: { name: NAME } }
  };
}
