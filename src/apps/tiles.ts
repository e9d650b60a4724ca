import type { ICommandPalette } from '@jupyterlab/apputils';
import type { ILauncher } from '@jupyterlab/launcher';
import type { TranslationBundle } from '@jupyterlab/translation';
import { DisposableSet } from '@lumino/disposable';

import type { IAppsModel } from '../tokens';
import { CommandIDs, PALETTE_RANK } from '../core/commands';
import { isAbsent } from './types';

/** Launcher tiles and palette entries that come and go with the apps. */
export class AppTiles {
  readonly #options: AppTiles.IOptions;

  constructor(options: AppTiles.IOptions) {
    this.#options = options;
    options.model.changed.connect(this.#update, this);
    this.#update();
  }

  #update(): void {
    const { model, launcher, palette, trans } = this.#options;
    const shown = model.apps.filter(
      app => app.server.enabled && !isAbsent(app)
    );
    // A state that changes redraws nothing here.
    const key = JSON.stringify(shown.map(a => [a.name, a.title, a.icon_url]));
    if (key === this.#key) {
      return;
    }
    this.#key = key;
    this.#tiles.dispose();
    this.#tiles = new DisposableSet();
    const command = CommandIDs.openApp;
    const category = trans.__('Remote IDE');
    shown.forEach(({ name }, rank) => {
      const tile = launcher?.add({
        command,
        category,
        rank,
        args: { name, isTile: true }
      });
      const entry = palette?.addItem({
        command,
        category,
        rank: PALETTE_RANK,
        args: { name }
      });
      for (const item of [tile, entry]) {
        if (item) {
          this.#tiles.add(item);
        }
      }
    });
  }

  #key = '[]';
  #tiles = new DisposableSet();
}

export namespace AppTiles {
  export interface IOptions {
    readonly model: IAppsModel;
    readonly launcher: ILauncher | null;
    readonly palette: ICommandPalette | null;
    readonly trans: TranslationBundle;
  }
}
