import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import { Timer } from '../core/timer';
import type { PortsModel } from './model';
import type { IPort } from './types';
import { newsWords } from './words';

/** What opens within this time of a toast is told by it, in ms. */
const TOGETHER = 3000;

/** One script may start several; and a toast that JupyterLab has not drawn yet does not change any more. In ms. */
const GATHER = 1000;

/** How long a toast stands, in ms. */
const STANDS = 10_000;

/** Says that web ports opened: to screen readers while the panel is in view, else in a toast. */
export class PortNews {
  /** @param onMute - called besides `mute` */
  constructor(
    private readonly _options: PortNews.IOptions,
    private readonly _onMute: () => void
  ) {}

  tell(rows: readonly IPort[]): void {
    const { trans, model, announce } = this._options;
    if (model.isVisible) {
      announce(newsWords(trans, rows));
      return;
    }
    // What runs beside this JupyterLab is nobody's news: a service, another session, a detached job.
    const own = rows.filter(isStartedHere);
    if (own.length > 0) {
      this._due = [...this._due, ...own];
      this._timer.set(GATHER, () => {
        this._toast();
      });
    }
  }

  private _toast(): void {
    const rows = this._due;
    this._due = [];
    const now = Date.now();
    if (now - this._began < TOGETHER) {
      const all = [...this._told, ...rows];
      // False where the user has closed it: then only what is new is news.
      if (Notification.update({ id: this._id, ...this._look(all) })) {
        this._told = all;
        return;
      }
    }
    const { message, ...options } = this._look(rows);
    this._id = Notification.emit(message, 'info', options);
    this._began = now;
    this._told = rows;
  }

  private _look(rows: readonly IPort[]): PortNews.ILook {
    const { trans, model, reveal, mute } = this._options;
    const [first, ...others] = rows;
    const url = first && others.length === 0 ? model.urlOf(first) : null;
    const lead =
      url === null
        ? { label: trans.__('Show'), callback: reveal }
        : {
            label: trans.__('Open'),
            callback: () => {
              window.open(url, '_blank', 'noopener');
            }
          };
    return {
      message: newsWords(trans, rows),
      autoClose: STANDS,
      actions: [
        { ...lead, displayType: 'accent' },
        {
          label: trans.__("Don't tell me of web apps"),
          caption: trans.__(
            'No more notifications of new web apps; the settings of Remote IDE turn them on again'
          ),
          callback: () => {
            this._onMute();
            mute();
          }
        }
      ]
    };
  }

  private readonly _timer = new Timer();
  private _due: readonly IPort[] = [];
  private _id = '';
  private _began = -Infinity;
  /** What the toast of this time tells of. */
  private _told: readonly IPort[] = [];
}

export namespace PortNews {
  export interface IOptions {
    readonly model: PortsModel;
    readonly trans: TranslationBundle;
    readonly announce: (text: string) => void;
    /** Puts the list of what runs in front. */
    readonly reveal: () => void;
    /** Called when the user wants no more of them. */
    readonly mute: () => void;
  }

  export interface ILook {
    readonly message: string;
    readonly autoClose: number;
    readonly actions: Notification.IAction[];
  }
}

/** Whether it came of a terminal, a kernel or an app of this server. */
function isStartedHere({ started_by }: IPort): boolean {
  return started_by.kind !== 'other';
}
