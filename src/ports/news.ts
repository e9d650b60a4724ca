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
  readonly #options: PortNews.IOptions;
  readonly #onMute: () => void;

  constructor(options: PortNews.IOptions, onMute: () => void) {
    this.#options = options;
    this.#onMute = onMute;
  }

  tell(rows: readonly IPort[]): void {
    const { trans, model, announce } = this.#options;
    if (model.isVisible) {
      announce(newsWords(trans, rows));
      return;
    }
    // What runs beside this JupyterLab is nobody's news: a service, another session, a detached job.
    const own = rows.filter(isStartedHere);
    if (own.length > 0) {
      this.#due = [...this.#due, ...own];
      this.#timer.set(GATHER, () => {
        this.#toast();
      });
    }
  }

  #toast(): void {
    const rows = this.#due;
    this.#due = [];
    const now = Date.now();
    if (now - this.#began < TOGETHER) {
      const all = [...this.#told, ...rows];
      // False where the user has closed it: then only what is new is news.
      if (Notification.update({ id: this.#id, ...this.#look(all) })) {
        this.#told = all;
        return;
      }
    }
    const { message, ...options } = this.#look(rows);
    this.#id = Notification.emit(message, 'info', options);
    this.#began = now;
    this.#told = rows;
  }

  #look(rows: readonly IPort[]): PortNews.ILook {
    const { trans, model, open, reveal, mute } = this.#options;
    const [first, ...others] = rows;
    const lead =
      !first || others.length > 0 || model.urlOf(first) === null
        ? { label: trans.__('Show'), callback: reveal }
        : {
            label: trans.__('Open'),
            callback: () => {
              open(first.id);
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
            this.#onMute();
            mute();
          }
        }
      ]
    };
  }

  readonly #timer = new Timer();
  #due: readonly IPort[] = [];
  #id = '';
  #began = -Infinity;
  /** What the toast of this time tells of. */
  #told: readonly IPort[] = [];
}

export namespace PortNews {
  export interface IOptions {
    readonly model: PortsModel;
    readonly trans: TranslationBundle;
    readonly announce: (text: string) => void;
    /** Opens the page of a port, by the id of its row. */
    readonly open: (id: string) => void;
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
