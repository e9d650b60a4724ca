import type { ICommandPalette } from '@jupyterlab/apputils';
import type { ILauncher } from '@jupyterlab/launcher';
import type { TranslationBundle } from '@jupyterlab/translation';
import { DisposableSet, type IDisposable } from '@lumino/disposable';

import type { IAppsModel } from '../tokens';
import { CommandIDs, PALETTE_RANK } from '../core/commands';
import { isAbsent } from './types';

/** Launcher tiles and palette entries that come and go with the apps. */
export class AppTiles implements IDisposable {
  constructor(private readonly _options: AppTiles.IOptions) {
    _options.model.changed.connect(this._update, this);
    this._update();
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this._options.model.changed.disconnect(this._update, this);
      this._tiles.dispose();
    }
  }

  private _update(): void {
    const { model, launcher, palette, trans } = this._options;
    const shown = model.apps.filter(
      app => app.server.enabled && !isAbsent(app)
    );
    // A state that changes redraws nothing here.
    const key = JSON.stringify(shown.map(a => [a.name, a.title, a.icon_url]));
    if (key === this._key) {
      return;
    }
    this._key = key;
    this._tiles.dispose();
    this._tiles = new DisposableSet();
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
          this._tiles.add(item);
        }
      }
    });
  }

  private _key = '[]';
  private _tiles = new DisposableSet();
  private _isDisposed = false;
}

export namespace AppTiles {
  export interface IOptions {
    readonly model: IAppsModel;
    readonly launcher: ILauncher | null;
    readonly palette: ICommandPalette | null;
    readonly trans: TranslationBundle;
  }
}
