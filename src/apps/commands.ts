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
      // In a context menu and on a launcher's tile the app's name says it all.
      isOfMenu(args)
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
      !isOfMenu(args) ||
      ((findApp(model.apps, text(args.name) ?? '')?.state ?? 'missing') !==
        'missing' &&
        // An item of the list has an entry of its own.
        (args.background !== true ||
          app.contextMenuHitTest(node =>
            node.classList.contains('jp-DirListing-item')
          ) === undefined)),
    describedBy: async () => (await descriptions()).openApp,
    execute: async args => {
      const here = fileBrowser?.model.path ?? null;
      const items = fileBrowser?.selectedItems() ?? [];
      return (await actions()).openApp(args, here, [...items]);
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
    describedBy: async () => (await descriptions()).openUrl,
    execute: async args => (await actions()).openUrl(args)
  });
}

const descriptions = () => import(/* webpackChunkName: "panel" */ './lazy');

/** Whether a context menu asks. */
function isOfMenu({ selection, background, current }: Args): boolean {
  return selection === true || background === true || current === true;
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
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
