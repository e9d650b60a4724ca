import { once } from '../core/once';
import type { PortNews } from './news';
import { PortNotices } from './notices';

/** Watches for new web ports. The words about them load with the first. */
export class PortToasts {
  constructor(private readonly _options: PortNews.IOptions) {
    _options.model.changed.connect(this._onChanged, this);
  }

  /** The setting; the toast's own button turns it off. */
  isOn = true;

  private _onChanged(): void {
    const { model } = this._options;
    if (model.resource.data === null) {
      return;
    }
    const rows = this._notices.next(model.ports);
    if (rows.length > 0 && (model.isVisible || this.isOn)) {
      void this._load().then(
        news => {
          news.tell(rows);
        },
        () => undefined // the next one tries again
      );
    }
  }

  private readonly _load = once(async () => {
    const { PortNews } = await import(
      /* webpackChunkName: "panel" */ './actions'
    );
    return new PortNews(this._options, () => {
      this.isOn = false;
    });
  });
  private readonly _notices = new PortNotices();
}
