import { IFrame, MainAreaWidget } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import {
  LabIcon,
  launchIcon,
  listIcon,
  refreshIcon,
  Toolbar,
  ToolbarButton
} from '@jupyterlab/ui-components';
import type { IDisposable } from '@lumino/disposable';
import type { Message } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';

import { FRAME_ALLOW, FRAME_SANDBOX } from '../core/frame';
import { followLinks } from './leaving';

import '../../src/apps/apps.css'; // the tab may open long before the panel

/** A page of this server in a tab of JupyterLab, with reload and a way out. */
export class AppTab extends MainAreaWidget<IFrame> {
  constructor(options: AppTab.IOptions) {
    const { id, title, trans } = options;
    const content = new IFrame();
    // JupyterLab's list of sandbox words misspells one of these.
    const frame = content.node.querySelector('iframe');
    frame?.setAttribute('sandbox', FRAME_SANDBOX);
    frame?.setAttribute('allow', FRAME_ALLOW);
    frame?.setAttribute('title', title);
    content.id = id;
    content.title.label = title;
    content.title.closable = true;
    content.addClass('jp-ServerProxy');
    super({ content });
    this.addClass('jp-ServerProxy');
    this._options = options;
    this.setIcon(options.icon);
    this._status.addClass('jp-RemoteIDE-tabStatus');
    this._status.node.setAttribute('role', 'status');
    this._note.addClass('jp-RemoteIDE-tabNote');
    this._note.node.setAttribute('role', 'alert');
    this._note.hide();
    if (frame && options.scope) {
      followLinks(frame, options.scope, back => {
        this._setLeft(back);
      });
    }
    this._rest.className = 'jp-RemoteIDE-tabRest';
    this.contentHeader.addWidget(this._note);
    this.toolbar.addItem(
      'reload',
      new ToolbarButton({
        icon: refreshIcon,
        tooltip: trans.__('Reload'),
        onClick: () => {
          this.reload();
        }
      })
    );
    this.toolbar.addItem(
      'pop-out',
      new ToolbarButton({
        icon: launchIcon,
        tooltip: trans.__('Open in a browser tab'),
        onClick: () => {
          window.open(this.location, '_blank', 'noopener');
        }
      })
    );
    const { showLog } = options;
    if (showLog) {
      this._log = new ToolbarButton({
        icon: listIcon,
        tooltip: trans.__('Show log'),
        onClick: showLog
      });
      this._log.hide();
      this.toolbar.addItem('log', this._log);
    }
    this.toolbar.addItem('spacer', Toolbar.createSpacerItem());
    this.toolbar.addItem('status', this._status);
  }

  /** Where the frame is now; it is same-origin, unless the app leads elsewhere. */
  get location(): string {
    const url = this._held ?? this.content.url;
    try {
      const href = this._frame?.contentWindow?.location.href;
      return href === undefined || href === 'about:blank' ? url : href;
    } catch {
      return url;
    }
  }

  /** Whether the server's start page stands there: it follows the app by itself. */
  get isStartPage(): boolean {
    try {
      const page = this._frame?.contentDocument;
      return page?.getElementById('remote-ide-data') != null;
    } catch {
      return false;
    }
  }

  /** The address of a page that is kept back, or null. */
  get held(): string | null {
    return this._held;
  }

  /** Remembers a page without loading it, which could start an app. */
  hold(url: string): void {
    this._held = url;
    this.content.node.append(this._rest);
  }

  /** Where the page would be, says why it is not there and offers to load it. */
  offer(text: string, label: string, load: () => void): void {
    const said = document.createElement('p');
    said.textContent = text;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'jp-mod-styled jp-mod-accept';
    button.textContent = label;
    button.onclick = load;
    this._rest.replaceChildren(said, button);
  }

  /** Shows a page; one that is shown already is left as it is. */
  open(url: string): void {
    this._held = null;
    this._rest.remove();
    this.setNote('');
    if (url !== this.content.url) {
      this.content.url = url;
    }
  }

  reload(): void {
    if (this._held !== null) {
      this.open(this._held); // a person wants it
      return;
    }
    try {
      this._frame?.contentWindow?.location.reload();
    } catch {
      const { url } = this.content;
      this.content.url = url;
    }
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
    this._status.node.textContent = text;
  }

  /** Whether there is a log to show now. */
  setHasLog(hasLog: boolean): void {
    this._log?.setHidden(!hasLog);
  }

  /** A sentence above the page, with what can be done about it; empty to take it away. */
  setNote(
    text: string,
    actions: Readonly<Record<string, () => void>> = {}
  ): void {
    const buttons = Object.entries(actions).map(([label, run]) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = label;
      button.onclick = run;
      return button;
    });
    this._note.node.replaceChildren(text, ...buttons);
    this._note.setHidden(text === '');
    this._isLeft = false;
    this._fitNote();
  }

  override dispose(): void {
    this._live?.dispose();
    this._live = null;
    super.dispose();
  }

  protected override onAfterAttach(msg: Message): void {
    super.onAfterAttach(msg);
    this._update();
  }

  protected override onAfterShow(msg: Message): void {
    super.onAfterShow(msg);
    this._update();
  }

  protected override onAfterHide(msg: Message): void {
    super.onAfterHide(msg);
    this._update();
  }

  protected override onResize(msg: Widget.ResizeMessage): void {
    super.onResize(msg);
    this._fitNote();
  }

  protected override onAfterDetach(msg: Message): void {
    super.onAfterDetach(msg);
    this._update();
  }

  /** A layout of boxes asks each for its height, and knows nothing of lines that are wrapped. */
  private _fitNote(): void {
    const { style } = this._note.node;
    const { height, width } = style;
    style.minHeight = style.height = '0';
    style.width = `${this.contentHeader.node.clientWidth}px`;
    const { scrollHeight } = this._note.node;
    Object.assign(style, { height, width });
    style.minHeight = `${scrollHeight + 1}px`; // the border
    this.contentHeader.fit();
  }

  /** Says that a link led out of the app, and how to go back; null where none did. */
  private _setLeft(back: (() => void) | null): void {
    const { trans, scope } = this._options;
    if (back === null) {
      if (this._isLeft) {
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
        this._isLeft = true;
      }
    });
    this._isLeft = true;
  }

  /** The state is live only while the tab is in view. */
  private _update(): void {
    if (this.isVisible) {
      this._live ??= this._options.follow?.(this) ?? null;
    } else {
      this._live?.dispose();
      this._live = null;
    }
  }

  private get _frame(): HTMLIFrameElement | null {
    return this.content.node.querySelector('iframe');
  }

  private readonly _options: AppTab.IOptions;
  private readonly _status = new Widget();
  private readonly _note = new Widget();
  private readonly _log: ToolbarButton | null = null;
  private readonly _rest = document.createElement('div');
  private _held: string | null = null;
  /** Whether the note is about a link that led out of the app. */
  private _isLeft = false;
  private _live: IDisposable | null = null;
}

export namespace AppTab {
  export interface IOptions {
    /** The content's id, such as `server-proxy:rstudio`; what a layout finds the tab by. */
    readonly id: string;
    readonly title: string;
    readonly icon: LabIcon;
    readonly trans: TranslationBundle;
    /** The paths of what it shows, where others are not its own. */
    readonly scope?: readonly string[];
    /** Where the page belongs to an app, which may have a log. */
    readonly showLog?: () => void;
    /** Called while the tab is in view, to keep its status true. */
    readonly follow?: (tab: AppTab) => IDisposable;
  }
}
