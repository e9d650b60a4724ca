import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';

import { followArrival, type Arrival } from '../core/arrival';
import { FRAME_ALLOW, FRAME_SANDBOX } from '../core/frame';
import { followPaint } from '../core/painted';
import type { IHostData } from './data';
import { FollowedApp } from './followed';
import { LogBox } from './logbox';
import { part } from './parts';
import type { IPageServer } from './server';

/** The page with a bar around an app in a frame of the same origin. */
export class HostPage {
  readonly #data: IHostData;
  readonly #server: IPageServer;

  constructor(data: IHostData, server: IPageServer) {
    this.#data = data;
    this.#server = server;
    this.#app = new FollowedApp(server, data.app);
    this.#app.changed.connect(this.#readLog, this);
    this.#reload.addEventListener('click', this.#onReload);
    this.#again.addEventListener('click', () => {
      this.#open();
    });
    this.#toggle.addEventListener('click', this.#onToggle);
    // Before there is a page in it: what stands there already keeps what it may do.
    this.#frame.setAttribute('sandbox', FRAME_SANDBOX);
    this.#frame.setAttribute('allow', FRAME_ALLOW);
    const onWhite = followPaint(this.#frame, isBlank => {
      if (this.#again.hidden) {
        this.#cover.hidden = !isBlank;
      }
    });
    const onNext = followArrival(
      this.#frame,
      () => server.ask('status'),
      this.#onArrival
    );
    this.#onLeave = () => {
      this.#again.hidden = true;
      this.#say();
      onNext();
      onWhite();
    };
    this.#place = placeOf(data.url, window.location.hash.slice(1));
    this.#open();
  }

  /** Until then there are no words. */
  speak(trans: TranslationBundle): void {
    const { name, title } = this.#data.app;
    part('back', 'a').textContent = trans.__('Back to JupyterLab');
    this.#reload.textContent = trans.__('Reload');
    this.#again.textContent = trans.__('Try again');
    this.#toggle.textContent = trans.__('Log');
    this.#trans = trans;
    this.#say();
    this.#box.setAttribute('aria-label', trans.__('Log of %1', title));
    this.#log = new LogBox(
      trans,
      this.#server.ask,
      name,
      this.#box,
      () => undefined
    );
    this.#readLog();
  }

  #open(): void {
    this.#onLeave();
    this.#frame.src = this.#place;
  }

  readonly #onArrival = (arrival: Arrival): void => {
    const page = this.#frame.contentDocument;
    const kind = page?.querySelector('body')?.dataset.page;
    const isLost = arrival === 'lost';
    if (page) {
      this.#place = page.URL;
      document.title = page.title || document.title;
    } else {
      this.#cover.hidden = this.#again.hidden = !isLost;
      this.#say();
    }
    if (this.#isNew && (arrival === 'away' || kind === 'alone')) {
      window.location.replace(this.#place); // bare, as it stands in no frame
    }
    // What a link in the app leads to may be no page of the app.
    this.#isNew &&= isLost || kind === 'start';
  };

  readonly #onReload = (): void => {
    const place = this.#frame.contentWindow?.location;
    if (this.#frame.contentDocument && place) {
      this.#onLeave();
      place.reload();
    } else {
      this.#open();
    }
  };

  #say(): void {
    const trans = this.#trans;
    if (trans) {
      part('coming', 'p').textContent = this.#again.hidden
        ? trans.__('Loading…')
        : trans.__('The server does not answer.');
    }
  }

  readonly #onToggle = (): void => {
    this.#box.hidden = !this.#box.hidden;
    this.#toggle.setAttribute('aria-expanded', String(!this.#box.hidden));
    this.#following?.dispose();
    this.#following = this.#box.hidden ? null : this.#app.follow();
    this.#readLog();
  };

  #readLog(): void {
    if (!this.#box.hidden) {
      this.#log?.follow(this.#app.row.log_next);
    }
  }

  readonly #app: FollowedApp;
  readonly #frame = part('app', 'iframe');
  readonly #reload = part('reload', 'button');
  readonly #again = part('again', 'button');
  readonly #cover = part('cover', 'div');
  readonly #toggle = part('toggle', 'button');
  readonly #box = part('log', 'pre');
  readonly #onLeave: () => void;
  /** Where the frame was last that is known. */
  #place: string;
  /** Whether no page of the app was there yet. */
  #isNew = true;
  #trans: TranslationBundle | null = null;
  #log: LogBox | null = null;
  #following: IDisposable | null = null;
}

/** A place in the app, as what stands behind its address; elsewhere it leads nobody. */
function placeOf(url: string, place: string): string {
  const [base = ''] = new URL(url, window.location.href).href.split('?');
  const { href } = new URL(base + place);
  return place && base.endsWith('/') && href.startsWith(base) ? href : url;
}
