import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { Contents } from '@jupyterlab/services';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import { splitPath } from './folder';
import { AppOpener } from './opener';
import type { OpenIn } from './preferences';
import { holderOf } from './remedies';
import type { AppTab } from './tab';
import { AppTabs } from './tabs';
import { findApp, isAlive } from './types';
import { lossWords, releaseWords } from './words';

/** What the commands do. It loads with the first of them, so that a page where nobody opens an app stays light. */
export class AppActions {
  readonly #options: AppActions.IOptions;

  constructor(options: AppActions.IOptions) {
    this.#options = options;
    this.tabs = new AppTabs(options);
    this.opener = new AppOpener({ ...options, tabs: this.tabs });
  }

  readonly tabs: AppTabs;
  readonly opener: AppOpener;

  /**
   * What `remote-ide:open-app` does.
   *
   * @param here - the folder of the file browser
   * @param items - what is selected there
   */
  openApp(
    args: ReadonlyPartialJSONObject,
    here: string | null,
    items: readonly Item[]
  ): AppTab | null {
    const name = text(args.name) ?? '';
    const openIn =
      typeof args.newBrowserTab === 'boolean'
        ? args.newBrowserTab
          ? 'browser'
          : 'lab'
        : undefined;
    if (args.current === true) {
      return this.#openCurrent(name, openIn);
    }
    const usual = text(args.cwd) ?? here;
    if (args.selection === true) {
      return this.#openItem(name, items, usual, openIn);
    }
    const folder =
      args.isAnywhere === true ? null : (text(args.folder) ?? usual);
    return this.opener.open(name, folder, openIn);
  }

  /** What `server-proxy:open` does. */
  openUrl(args: ReadonlyPartialJSONObject): AppTab | undefined {
    const path = text(args.path);
    return this.tabs.openUrl({
      id: text(args.id) ?? '',
      title: text(args.title) ?? '',
      url: text(args.url) ?? '',
      ...(typeof args.newBrowserTab === 'boolean' && {
        newBrowserTab: args.newBrowserTab
      }),
      ...(path === null ? {} : { path }),
      ...(args.mode === 'split-right' ? { mode: args.mode } : {})
    });
  }

  /** Ends an app, if the user is sure. */
  async stop(name: string): Promise<void> {
    const { model, trans } = this.#options;
    const title = findApp(model.apps, name)?.title ?? name;
    if (await this.#ask(trans.__('Stop %1?', title), trans.__('Stop'))) {
      await model.stop(name);
    }
  }

  /** Ends an app and starts it again; asks only where something may be lost. */
  async restart(name: string): Promise<void> {
    const { model, trans } = this.#options;
    const found = model.find(name);
    const title = found?.title ?? name;
    if (
      !found ||
      !isAlive(found) ||
      (await this.#ask(trans.__('Restart %1?', title), trans.__('Restart')))
    ) {
      await model.restart(name);
    }
  }

  /** Ends the program that holds an app's address, if the user is sure. */
  async release(name: string): Promise<void> {
    const { model, trans } = this.#options;
    const found = model.find(name);
    const holder = found ? holderOf(found) : null;
    if (found && holder) {
      const title = releaseWords(trans, found);
      if (await this.#ask(title, trans.__('Stop'))) {
        await model.release(found.name, holder.pid, holder.started);
      }
    }
  }

  /** Opens the page of an app that leads away or answers with an error. */
  async show(name: string): Promise<void> {
    if (await this.#options.model.show(name)) {
      this.opener.openAgain(name);
    }
  }

  /** Opens what is selected in the file browser: a folder, or a file in its folder. */
  #openItem(
    name: string,
    items: readonly Item[],
    here: string | null,
    openIn?: OpenIn
  ): AppTab | null {
    const folders = items.filter(({ type }) => type === 'directory');
    const [item] = [...folders, ...items];
    if (!item || item.type === 'directory') {
      return this.opener.open(name, item?.path ?? here, openIn);
    }
    const { folder, file } = splitPath(item.path);
    return this.opener.open(name, folder, openIn, { file });
  }

  /** Opens the document that has the focus, at the line of its cursor where it has one. */
  #openCurrent(name: string, openIn?: OpenIn): AppTab | null {
    const { currentWidget } = this.#options.app.shell;
    // Whatever editor it is, by the properties that JupyterLab's have: its own packages would be in the bundle.
    const { context, content } = (currentWidget ?? {}) as {
      context?: { path?: string };
      content?: { editor?: { getCursorPosition?: () => { line: number } } };
    };
    if (context?.path === undefined) {
      return this.opener.open(name, null, openIn);
    }
    const { folder, file } = splitPath(context.path);
    const line = content?.editor?.getCursorPosition?.().line;
    return this.opener.open(name, folder, openIn, {
      file,
      ...(line === undefined ? {} : { line: line + 1 })
    });
  }

  async #ask(title: string, verb: string): Promise<boolean> {
    const { trans } = this.#options;
    const { button } = await showDialog({
      title,
      body: lossWords(trans),
      buttons: [
        Dialog.cancelButton({ label: trans.__('Cancel') }),
        Dialog.warnButton({ label: verb })
      ]
    });
    return button.accept;
  }
}

export namespace AppActions {
  export type IOptions = AppTabs.IOptions & Omit<AppOpener.IOptions, 'tabs'>;
}

type Item = Pick<Contents.IModel, 'path' | 'type'>;

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
