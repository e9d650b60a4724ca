import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import { type ISignal, Signal } from '@lumino/signaling';

const PLUGIN = 'jupyterlab-remote-ide:connect';
const KEY = 'client';

/** Which client is shown. What somebody chooses is kept in their settings and shown first the next time. */
export class ClientChoice {
  /** @param _settings - without it a choice lasts as long as the page */
  constructor(private readonly _settings: ISettingRegistry | null) {
    void this._read();
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Null where nothing was ever chosen. */
  get id(): string | null {
    return this._shown ?? this._kept;
  }

  /** Shows a client from now on. */
  choose(id: string): void {
    this.show(id);
    // One after the other: of many choices within a moment the last is kept.
    this._keeping = this._keeping
      .then(() => this._keep(id))
      .catch(() => undefined);
  }

  /** Shows a client this once. */
  show(id: string): void {
    this._shown = id;
    this._changed.emit();
  }

  private async _keep(id: string): Promise<void> {
    if (id === this._shown && id !== this._kept) {
      this._kept = id;
      await this._settings?.set(PLUGIN, KEY, id);
    }
  }

  private async _read(): Promise<void> {
    const settings = await this._settings?.load(PLUGIN).catch(() => undefined);
    const kept = settings?.composite[KEY];
    if (typeof kept === 'string') {
      this._kept = kept;
      this._changed.emit();
    }
  }

  private _shown: string | null = null;
  private _kept: string | null = null;
  private _keeping: Promise<void> = Promise.resolve();
  private _changed = new Signal<this, void>(this);
}
