import { once } from '../core/once';
import type { PortNews } from './news';
import { PortNotices } from './notices';

/** Watches for new web ports. The words about them load with the first. */
export class PortToasts {
  readonly #options: PortNews.IOptions;

  constructor(options: PortNews.IOptions) {
    this.#options = options;
    options.model.changed.connect(this.#onChanged, this);
  }

  /** The setting; the toast's own button turns it off. */
  isOn = true;

  #onChanged(): void {
    const { model } = this.#options;
    if (model.resource.data === null) {
      return;
    }
    const rows = this.#notices.next(model.ports);
    if (rows.length > 0 && (model.isVisible || this.isOn)) {
      void this.#load().then(
        news => {
          news.tell(rows);
        },
        () => undefined // the next one tries again
      );
    }
  }

  readonly #load = once(async () => {
    const { PortNews } = await import(/* webpackChunkName: "panel" */ './lazy');
    return new PortNews(this.#options, () => {
      this.isOn = false;
    });
  });
  readonly #notices = new PortNotices();
}
