import type { IStateDB } from '@jupyterlab/statedb';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import { DisposableDelegate, type IDisposable } from '@lumino/disposable';
import type { Message } from '@lumino/messaging';
import { type ISignal, Signal } from '@lumino/signaling';
import * as React from 'react';

import type { IConnection, IRemoteIDEPanel, ISection, IWords } from '../tokens';
import { Boundary } from './boundary';
import { remoteIdeIcon } from './icons';
import { late } from './late';
import { LateWords } from './latewords';

/**
 * The side panel: a frame of regions that draws nothing and asks nothing until it is shown.
 */
export class RemoteIDEPanel extends ReactWidget implements IRemoteIDEPanel {
  constructor(private readonly _options: RemoteIDEPanel.IOptions) {
    super();
    const { trans, connection } = _options;
    this.id = RemoteIDEPanel.ID;
    this.addClass('jp-RemoteIDE-panel');
    // No label: beside the icon it would stand there twice, turned by 90 degrees.
    this.title.caption = trans.__('Remote IDE');
    this.title.icon = remoteIdeIcon;
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', trans.__('Remote IDE'));
    connection.watch.stateChanged.connect(this._onWatch, this);
  }

  /** Emitted when a section, a fold, the announcement or the state of the connection changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get trans(): TranslationBundle {
    return this._options.trans;
  }

  /** By rank. */
  get sections(): readonly ISection[] {
    return this._sections;
  }

  /** What screen readers hear, and its number, so that the same words can be said twice. */
  get announcement(): { readonly text: string; readonly count: number } {
    return this._announcement;
  }

  /** Whether the live socket is lost: what stands here may be old. */
  get isLost(): boolean {
    return this._isLost;
  }

  addSection(section: ISection): IDisposable {
    this._sections = [...this._sections, section].sort(
      (a, b) => a.rank - b.rank
    );
    if (this._wasVisible) {
      section.onVisible?.(true);
    }
    this._changed.emit();
    return new DisposableDelegate(() => {
      this._sections = this._sections.filter(s => s !== section);
      if (this._wasVisible) {
        section.onVisible?.(false);
      }
      this._changed.emit();
    });
  }

  addWords(load: () => Promise<{ readonly words: IWords }>): IDisposable {
    const asked = new LateWords(load);
    this._words.add(asked);
    if (this._wasShown) {
      void asked.ask().then(() => {
        this._redraw();
      });
    }
    return new DisposableDelegate(() => {
      this._words.delete(asked);
      asked.dispose();
      this._redraw();
    });
  }

  announce(text: string): void {
    this._announcement = { text, count: this._announcement.count + 1 };
    this._changed.emit();
  }

  /** The section to put in front, until the frame did. */
  get revealing(): string | null {
    return this._revealing;
  }

  reveal(id: string): void {
    this._revealing = id;
    this._options.show();
    this.setFolded(id, false);
  }

  /** Told by the frame: the section is in view and has the focus. */
  revealed(): void {
    this._revealing = null;
    this._changed.emit();
  }

  /** Ids of the sections that show their heading alone. */
  get folded(): ReadonlySet<string> {
    return this._folded;
  }

  setFolded(id: string, isFolded: boolean): void {
    if (isFolded) {
      this._folded.add(id);
    } else {
      this._folded.delete(id);
    }
    this._changed.emit();
  }

  /** Asks every section to load again. */
  refresh(): void {
    for (const section of this._sections) {
      section.onRefresh?.();
    }
  }

  override dispose(): void {
    if (!this.isDisposed) {
      Signal.clearData(this);
      super.dispose();
    }
  }

  override render(): React.JSX.Element | null {
    return this._wasShown ? (
      <Boundary fallback={(_, retry) => this._notLoaded(retry)}>
        <React.Suspense fallback={null}>
          <this._frame panel={this} />
        </React.Suspense>
      </Boundary>
    ) : null;
  }

  protected override onAfterAttach(msg: Message): void {
    super.onAfterAttach(msg);
    this._onVisibility();
  }

  protected override onAfterShow(msg: Message): void {
    super.onAfterShow(msg);
    this._onVisibility();
  }

  protected override onAfterHide(msg: Message): void {
    super.onAfterHide(msg);
    this._onVisibility();
  }

  protected override onAfterDetach(msg: Message): void {
    super.onAfterDetach(msg);
    this._onVisibility();
  }

  protected override onActivateRequest(msg: Message): void {
    super.onActivateRequest(msg);
    if (this.node.contains(document.activeElement)) {
      return; // a section was revealed, and holds it
    }
    // The keyboard goes on inside; before the first drawing there is only the panel itself.
    this.node.tabIndex = -1;
    (this.node.querySelector<HTMLElement>('button') ?? this.node).focus();
  }

  private _onVisibility(): void {
    const { isVisible } = this;
    if (isVisible === this._wasVisible) {
      return;
    }
    this._wasVisible = isVisible;
    if (isVisible && !this._wasShown) {
      this._wasShown = true;
      this.update();
    }
    for (const section of this._sections) {
      section.onVisible?.(isVisible);
    }
  }

  /** Draws every section anew: a sentence is known by now, or no longer. */
  private _redraw(): void {
    this._sections = [...this._sections];
    this._changed.emit();
  }

  private _onWatch(): void {
    const isLost = this._options.connection.watch.state === 'lost';
    if (isLost !== this._isLost) {
      this._isLost = isLost;
      this._changed.emit();
    }
  }

  /** What stands here where the frame did not come: with it are all our styles and sentences. */
  private _notLoaded(retry: () => void): React.JSX.Element {
    const { trans } = this;
    return (
      <div role="alert" style={{ padding: '8px 12px' }}>
        <p>
          {trans.__('Remote IDE could not be loaded. Is the network there?')}
        </p>
        <button
          type="button"
          className="jp-mod-styled jp-mod-accept"
          onClick={retry}
        >
          {trans.__('Try again')}
        </button>
      </div>
    );
  }

  /** The regions with all their words. */
  private readonly _frame = late(async () => {
    const [frame, { keepFolds }] = await Promise.all([
      import(/* webpackChunkName: "panel" */ './panelframe'),
      import(/* webpackChunkName: "panel" */ './folds'),
      ...[...this._words].map(words => words.ask())
    ]);
    await keepFolds(this, this._options.stateDB);
    return frame;
  });
  private readonly _words = new Set<LateWords>();
  private _sections: readonly ISection[] = [];
  private readonly _folded = new Set<string>();
  private _announcement = { text: '', count: 0 };
  private _isLost = false;
  private _revealing: string | null = null;
  private _wasVisible = false;
  private _wasShown = false;
  private _changed = new Signal<this, void>(this);
}

export namespace RemoteIDEPanel {
  export const ID = 'jupyterlab-remote-ide-panel';

  export interface IOptions {
    readonly trans: TranslationBundle;
    readonly connection: IConnection;
    /** Puts the panel in front, whichever side of the shell it is on. */
    readonly show: () => void;
    /** Without it folds last as long as the page. */
    readonly stateDB: IStateDB | null;
  }
}
