import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';

import { FRAME_ALLOW, FRAME_SANDBOX } from '../core/frame';
import type { IHostData } from './data';
import { FollowedApp } from './followed';
import { LogBox } from './logbox';
import { part } from './parts';
import type { IPageServer } from './server';

/** The page with a bar around an app in a frame of the same origin. */
export class HostPage {
  constructor(
    private readonly _data: IHostData,
    private readonly _server: IPageServer
  ) {
    const { app } = _data;
    this._app = new FollowedApp(_server, app);
    this._app.changed.connect(this._readLog, this);
    this._frame.addEventListener('load', this._onLoad);
    this._reload.addEventListener('click', this._onReload);
    this._pop.addEventListener('click', () => {
      this._pop.href = this._inside() ?? _data.url;
    });
    this._toggle.addEventListener('click', this._onToggle);
    // Before there is a page in it: what stands there already keeps what it may do.
    this._frame.setAttribute('sandbox', FRAME_SANDBOX);
    this._frame.setAttribute('allow', FRAME_ALLOW);
    this._frame.src = _data.url;
  }

  /** Until then there are no words. */
  speak(trans: TranslationBundle): void {
    const { name, title } = this._data.app;
    part('back', 'a').textContent = trans.__('Back to JupyterLab');
    this._reload.textContent = trans.__('Reload');
    this._pop.textContent = trans.__('Pop out');
    this._toggle.textContent = trans.__('Log');
    this._box.setAttribute('aria-label', trans.__('Log of %1', title));
    this._log = new LogBox(
      trans,
      this._server.ask,
      name,
      this._box,
      () => undefined
    );
    this._readLog();
  }

  /** Where the app is by now; null where that is not ours to know. */
  private _inside(): string | null {
    try {
      return this._frame.contentWindow?.location.href ?? null;
    } catch {
      return null;
    }
  }

  private readonly _onLoad = (): void => {
    // An app that refuses frames leaves a page of the browser's own here, which cannot be read: open it bare.
    if (this._inside() === null) {
      window.location.replace(this._data.url);
    } else {
      document.title = this._frame.contentDocument?.title || document.title;
    }
  };

  private readonly _onReload = (): void => {
    try {
      this._frame.contentWindow?.location.reload();
    } catch {
      this._frame.src = this._data.url;
    }
  };

  private readonly _onToggle = (): void => {
    this._box.hidden = !this._box.hidden;
    this._toggle.setAttribute('aria-expanded', String(!this._box.hidden));
    this._following?.dispose();
    this._following = this._box.hidden ? null : this._app.follow();
    this._readLog();
  };

  private _readLog(): void {
    if (!this._box.hidden) {
      this._log?.follow(this._app.row.log_next);
    }
  }

  private readonly _app: FollowedApp;
  private readonly _frame = part('app', 'iframe');
  private readonly _reload = part('reload', 'button');
  private readonly _pop = part('pop', 'a');
  private readonly _toggle = part('toggle', 'button');
  private readonly _box = part('log', 'pre');
  private _log: LogBox | null = null;
  private _following: IDisposable | null = null;
}
