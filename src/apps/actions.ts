import { Dialog, showDialog } from '@jupyterlab/apputils';

import { AppOpener } from './opener';
import { holderOf } from './remedies';
import { AppTabs } from './tabs';
import { findApp, isAlive } from './types';
import { lossWords, releaseWords } from './words';

/** What the commands do. It loads with the first of them, so that a page where nobody opens an app stays light. */
export class AppActions {
  constructor(private readonly _options: AppActions.IOptions) {
    this.tabs = new AppTabs(_options);
    this.opener = new AppOpener({ ..._options, tabs: this.tabs });
  }

  readonly tabs: AppTabs;
  readonly opener: AppOpener;

  /** Ends an app, if the user is sure. */
  async stop(name: string): Promise<void> {
    const { model, trans } = this._options;
    const title = findApp(model.apps, name)?.title ?? name;
    if (await this._ask(trans.__('Stop %1?', title), trans.__('Stop'))) {
      await model.stop(name);
    }
  }

  /** Ends an app and starts it again; asks only where something may be lost. */
  async restart(name: string): Promise<void> {
    const { model, trans } = this._options;
    const found = model.find(name);
    const title = found?.title ?? name;
    if (
      !found ||
      !isAlive(found) ||
      (await this._ask(trans.__('Restart %1?', title), trans.__('Restart')))
    ) {
      await model.restart(name);
    }
  }

  /** Ends the program that holds an app's address, if the user is sure. */
  async release(name: string): Promise<void> {
    const { model, trans } = this._options;
    const found = model.find(name);
    const holder = found ? holderOf(found) : null;
    if (found && holder) {
      const title = releaseWords(trans, found);
      if (await this._ask(title, trans.__('Stop'))) {
        await model.release(found.name, holder.pid, holder.started);
      }
    }
  }

  /** Opens the page of an app that leads away or answers with an error. */
  async show(name: string): Promise<void> {
    if (await this._options.model.show(name)) {
      this.opener.openAgain(name);
    }
  }

  private async _ask(title: string, verb: string): Promise<boolean> {
    const { trans } = this._options;
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
