import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import { type ISignal, Signal } from '@lumino/signaling';

const PLUGIN = 'jupyterlab-remote-ide:connect';
const KEY = 'client';

/** Which client is shown. What somebody chooses is kept in their settings and shown first the next time. */
export class ClientChoice {
  /** @param settings - without it a choice lasts as long as the page */
  readonly #settings: ISettingRegistry | null;

  constructor(settings: ISettingRegistry | null) {
    this.#settings = settings;
    void this.#read();
  }

  get changed(): ISignal<this, void> {
    return this.#changed;
  }

  /** Null where nothing was ever chosen. */
  get id(): string | null {
    return this.#shown ?? this.#kept;
  }

  /** Shows a client from now on. */
  choose(id: string): void {
    this.show(id);
    // One after the other: of many choices within a moment the last is kept.
    this.#keeping = this.#keeping
      .then(() => this.#keep(id))
      .catch(() => undefined);
  }

  /** Shows a client this once. */
  show(id: string): void {
    this.#shown = id;
    this.#changed.emit();
  }

  async #keep(id: string): Promise<void> {
    if (id === this.#shown && id !== this.#kept) {
      this.#kept = id;
      await this.#settings?.set(PLUGIN, KEY, id);
    }
  }

  async #read(): Promise<void> {
    const settings = await this.#settings?.load(PLUGIN).catch(() => undefined);
    const kept = settings?.composite[KEY];
    if (typeof kept === 'string') {
      this.#kept = kept;
      this.#changed.emit();
    }
  }

  #shown: string | null = null;
  #kept: string | null = null;
  #keeping: Promise<void> = Promise.resolve();
  #changed = new Signal<this, void>(this);
}
