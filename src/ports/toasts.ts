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
    const { model } = this._options;
    if (model.resource.data === null) {
      return;
    }
    for (const row of this._notices.next(model.ports)) {
      if (model.isVisible || this.isOn) {
        void this._tell(row);
      }
    }
  }

  private async _tell(row: IPort): Promise<void> {
    const { trans, model, announce, mute } = this._options;
    const { newsWords, toastPort } = await import(
      /* webpackChunkName: "panel" */ './actions'
    );
    const text = newsWords(trans, row);
    if (model.isVisible) {
      announce(text);
    } else if (this.isOn) {
      toastPort(trans, text, model.urlOf(row) ?? '', () => {
        this.isOn = false;
        mute();
      });
    }
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
