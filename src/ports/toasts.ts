import type { TranslationBundle } from '@jupyterlab/translation';

import type { PortsModel } from './model';
import { PortNotices } from './notices';
import type { IPort } from './types';

/** Tells of new web ports: to screen readers while the panel is in view, else in a toast. */
export class PortToasts {
  constructor(private readonly _options: PortToasts.IOptions) {
    _options.model.changed.connect(this._onChanged, this);
  }

  /** The setting; the toast's own "mute" turns it off. */
  isOn = true;

  private _onChanged(): void {
    const { model, announce } = this._options;
    if (model.resource.data === null) {
      return;
    }
    for (const row of this._notices.next(model.ports)) {
      const text = this._words(row);
      if (model.isVisible) {
        announce(text);
      } else if (this.isOn) {
        void this._toast(row, text);
      }
    }
  }

  private _words(row: IPort): string {
    const { trans } = this._options;
    return row.label === ''
      ? trans.__('Port %1 is open', row.port)
      : trans.__('Port %1 (%2) is open', row.port, row.label);
  }

  private async _toast(row: IPort, text: string): Promise<void> {
    const { trans, model, mute } = this._options;
    const { toastPort } = await import(
      /* webpackChunkName: "panel" */ './actions'
    );
    toastPort(trans, text, model.urlOf(row) ?? '', () => {
      this.isOn = false;
      mute();
    });
  }

  private readonly _notices = new PortNotices();
}

export namespace PortToasts {
  export interface IOptions {
    readonly model: PortsModel;
    readonly trans: TranslationBundle;
    readonly announce: (text: string) => void;
    /** Called when the user wants no more of them. */
    readonly mute: () => void;
  }
}
