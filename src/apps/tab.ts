import { IFrame, MainAreaWidget } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { LabIcon } from '@jupyterlab/ui-components';
import type { IDisposable } from '@lumino/disposable';
import type { Message } from '@lumino/messaging';
import type { Widget } from '@lumino/widgets';

import { followArrival, type Arrival } from '../core/arrival';
import { followPaint } from '../core/painted';
import { AppFrame } from './appframe';
import { type Actions, Cover } from './cover';
import { followLinks } from './leaving';
import { TabNote } from './tabnote';
import { TabTools } from './tabtools';

/** A page of this server in a tab of JupyterLab, with reload and a way out. */
export class AppTab extends MainAreaWidget<IFrame> {
  constructor(options: AppTab.IOptions) {
    const { id, title, trans } = options;
    const content = new IFrame();
    content.id = id;
    content.title.closable = true;
    content.addClass('jp-ServerProxy');
    super({ content });
    this.#frame = new AppFrame(content);
    this.setTitle(title);
    this.addClass('jp-ServerProxy');
    this.#options = options;
    this.setIcon(options.icon);
    const frame = this.#frame.node;
    if (options.scope) {
      followLinks(frame, options.scope, back => {
        this.#setLeft(back);
      });
    }
    const onNext = followArrival(frame, options.ask, arrival => {
      this.#onArrival(arrival);
    });
    const onWhite = followPaint(frame, isBlank => {
      if (this.#held !== null) {
        return; // nothing comes
      }
      if (isBlank) {
        this.#wait();
      } else if (this.#cover.isWaiting) {
        this.#cover.remove();
      }
    });
    this.#onLeave = () => {
      onNext();
      onWhite();
    };
    const { showLog } = options;
    this.#tools = new TabTools(this.toolbar, {
      trans,
      onReload: () => {
        this.reload();
      },
      onPopOut: () => {
        const { location } = this;
        const page = options.pageAlone?.(location) ?? location;
        window.open(page, '_blank', 'noopener');
      },
      ...(showLog ? { onShowLog: showLog } : {})
    });
  }

  /** Where the page is now, or would be. */
  get location(): string {
    return this.#held ?? this.#frame.location;
  }

  /** Whether the server's start page stands there: it follows the app by itself. */
  get isStartPage(): boolean {
    return this.#frame.isStartPage;
  }

  /** What it was opened with: a layout is written to disk, and where its page is by now may hold secrets. */
  address = '';

  /** The address of a page that is kept back, or null. */
  get held(): string | null {
    return this.#held;
  }

  /** Remembers a page without loading it, which could start an app. What stands there goes. */
  hold(url: string): void {
    this.address ||= url;
    this.#held = url;
    this.content.url = '';
    this.#wait(); // until it is known what comes
  }

  /** Where the page would be, says why it is not there and what can be done. */
  offer(text: string, actions: Actions = {}): void {
    this.#cover.say(text, actions);
  }

  /** Shows a page; one that is shown already is left as it is. */
  open(url: string): void {
    if (url !== this.#held) {
      this.address = url;
    }
    this.#held = null;
    this.#cover.remove();
    this.setNote('');
    if (url !== this.content.url) {
      this.#onLeave();
      this.content.url = url;
    }
  }

  reload(): void {
    if (this.#held !== null) {
      this.open(this.#held); // a person wants it
      return;
    }
    this.#onLeave();
    this.#frame.reload();
  }

  setTitle(title: string): void {
    this.content.title.label = title;
    this.#frame.node.title = title;
  }

  setIcon(icon: LabIcon): void {
    const { title } = this.content;
    if (!(title.icon instanceof LabIcon) || title.icon.name !== icon.name) {
      // The shell gives an icon this look only once, when the tab is added.
      title.icon = icon.bindprops({ stylesheet: 'mainAreaTab' });
    }
  }

  /** One short line beside the buttons. */
  setStatus(text: string): void {
    this.#tools.status.node.textContent = text;
  }

  /** Whether there is a log to show now. */
  setHasLog(hasLog: boolean): void {
    this.#tools.log?.setHidden(!hasLog);
  }

  /** A sentence above the page, with what can be done about it; empty to take it away. */
  setNote(text: string, actions: Actions = {}): void {
    this.#note.say(text, actions);
    this.#isLeft = false;
  }

  override dispose(): void {
    this.#live?.dispose();
    this.#live = null;
    super.dispose();
  }

  protected override onAfterAttach(msg: Message): void {
    super.onAfterAttach(msg);
    this.#update();
  }

  protected override onAfterShow(msg: Message): void {
    super.onAfterShow(msg);
    this.#update();
  }

  protected override onAfterHide(msg: Message): void {
    super.onAfterHide(msg);
    this.#update();
  }

  protected override onResize(msg: Widget.ResizeMessage): void {
    super.onResize(msg);
    this.#note.refit();
  }

  protected override onAfterDetach(msg: Message): void {
    super.onAfterDetach(msg);
    this.#update();
  }

  #wait(): void {
    const { trans } = this.#options;
    this.#cover.wait(this.content.title.label, trans.__('Loading…'));
  }

  /** What the browser itself shows in the place of a page says nothing that helps here. */
  #onArrival(arrival: Arrival): void {
    if (this.#frame.url === '') {
      return; // it is kept back
    }
    if (arrival !== 'here' || !this.#cover.isWaiting) {
      this.#cover.remove();
    }
    if (arrival === 'lost') {
      this.#onLost();
    }
  }

  /** Keeps the page back until there is something to be seen. */
  #onLost(): void {
    const { trans, onLost } = this.#options;
    const { location } = this;
    this.hold(location);
    this.offer(trans.__('The server does not answer.'), {
      [trans.__('Try again')]: () => {
        this.open(location);
      }
    });
    onLost?.(this);
  }

  /** Says that a link led out of the app, and how to go back; null where none did. */
  #setLeft(back: (() => void) | null): void {
    const { trans, scope } = this.#options;
    if (back === null) {
      if (this.#isLeft) {
        this.setNote('');
      }
      return;
    }
    const text = trans.__(
      'This link left your app, because it starts with “/”.'
    );
    this.setNote(text, {
      [trans.__('Back')]: back,
      [trans.__('How to fix it')]: () => {
        const fix = trans.__(
          'In your program, write links without the “/” at their start, or tell it the address that browsers reach it at: %1',
          scope?.[0] ?? ''
        );
        this.setNote(`${text} ${fix}`, { [trans.__('Back')]: back });
        this.#isLeft = true;
      }
    });
    this.#isLeft = true;
  }

  /** The state is live only while the tab is in view. */
  #update(): void {
    if (this.isVisible) {
      this.#live ??= this.#options.follow?.(this) ?? null;
    } else {
      this.#live?.dispose();
      this.#live = null;
    }
  }

  readonly #frame: AppFrame;
  readonly #options: AppTab.IOptions;
  readonly #note = new TabNote(this.contentHeader);
  readonly #tools: TabTools;
  readonly #cover = new Cover(this.content.node);
  readonly #onLeave: () => void;
  #held: string | null = null;
  /** Whether the note is about a link that led out of the app. */
  #isLeft = false;
  #live: IDisposable | null = null;
}

export namespace AppTab {
  export interface IOptions {
    /** The content's id, such as `server-proxy:rstudio`; what a layout finds the tab by. */
    readonly id: string;
    readonly title: string;
    readonly icon: LabIcon;
    readonly trans: TranslationBundle;
    /** Asks the server for what changes nothing there. */
    readonly ask: () => Promise<unknown>;
    /** The paths of what it shows, where others are not its own. */
    readonly scope?: readonly string[];
    /** Where the page belongs to an app, which may have a log. */
    readonly showLog?: () => void;
    /** What shows this place of it in a browser tab, where that is another page. */
    readonly pageAlone?: (location: string) => string;
    /** Called when its page could not be loaded, and is kept back. */
    readonly onLost?: (tab: AppTab) => void;
    /** Called while the tab is in view, to keep its status true. */
    readonly follow?: (tab: AppTab) => IDisposable;
  }
}
