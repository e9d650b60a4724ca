import type { IStateDB } from '@jupyterlab/statedb';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget, SidePanel } from '@jupyterlab/ui-components';
import { DisposableDelegate, type IDisposable } from '@lumino/disposable';
import type { Message } from '@lumino/messaging';
import { type ISignal, Signal } from '@lumino/signaling';
import { Panel } from '@lumino/widgets';
import * as React from 'react';

import type {
  IConnection,
  IRemoteIDEPanel,
  ISection,
  ITool,
  IWords
} from '../tokens';
import { Boundary } from './boundary';
import { remoteIdeIcon } from './icons';
import { late } from './late';
import { LateWords } from './latewords';

/**
 * The side panel: a toolbar and a frame of regions, which draws nothing and asks nothing until it is shown.
 */
export class RemoteIDEPanel extends SidePanel implements IRemoteIDEPanel {
  readonly #options: RemoteIDEPanel.IOptions;

  constructor(options: RemoteIDEPanel.IOptions) {
    super({ content: new Panel() });
    this.#options = options;
    const { trans, connection } = options;
    this.id = RemoteIDEPanel.ID;
    this.addClass('jp-RemoteIDE-panel');
    // No label: beside the icon it would stand there twice, turned by 90 degrees.
    this.title.caption = trans.__('Remote IDE');
    this.title.icon = remoteIdeIcon;
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', trans.__('Remote IDE'));
    // It holds all there is: a region within the region says nothing.
    this.content.node.removeAttribute('role');
    this.content.node.removeAttribute('aria-label');
    connection.watch.stateChanged.connect(this.#onWatch, this);
  }

  /** Emitted when a section, a fold, the announcement or the state of the connection changed. */
  get changed(): ISignal<this, void> {
    return this.#changed;
  }

  get trans(): TranslationBundle {
    return this.#options.trans;
  }

  /** By rank. */
  get sections(): readonly ISection[] {
    return this.#sections;
  }

  /** What screen readers hear, and its number, so that the same words can be said twice. */
  get announcement(): { readonly text: string; readonly count: number } {
    return this.#announcement;
  }

  /** Whether the live socket is lost: what stands here may be old. */
  get isLost(): boolean {
    return this.#isLost;
  }

  /** In the order in which they were added. */
  get tools(): readonly ITool[] {
    return this.#tools;
  }

  addTool(tool: ITool): IDisposable {
    this.#tools = [...this.#tools, tool];
    this.#changed.emit();
    return new DisposableDelegate(() => {
      this.#tools = this.#tools.filter(t => t !== tool);
      this.#changed.emit();
    });
  }

  addSection(section: ISection): IDisposable {
    this.#sections = [...this.#sections, section].sort(
      (a, b) => a.rank - b.rank
    );
    if (this.#wasVisible) {
      section.onVisible?.(true);
    }
    this.#changed.emit();
    return new DisposableDelegate(() => {
      this.#sections = this.#sections.filter(s => s !== section);
      if (this.#wasVisible) {
        section.onVisible?.(false);
      }
      this.#changed.emit();
    });
  }

  addWords(load: () => Promise<{ readonly words: IWords }>): IDisposable {
    const asked = new LateWords(load);
    this.#words.add(asked);
    if (this.#wasShown) {
      void asked.ask().then(() => {
        this.#redraw();
      });
    }
    return new DisposableDelegate(() => {
      this.#words.delete(asked);
      asked.dispose();
      this.#redraw();
    });
  }

  announce(text: string): void {
    this.#announcement = { text, count: this.#announcement.count + 1 };
    this.#changed.emit();
  }

  /** The section to put in front, until the frame did. */
  get revealing(): string | null {
    return this.#revealing;
  }

  reveal(id: string): void {
    this.#revealing = id;
    this.#options.show();
    this.setFolded(id, false);
  }

  /** Told by the frame: the section is in view and has the focus. */
  revealed(): void {
    this.#revealing = null;
    this.#changed.emit();
  }

  /** What the user made of sections, by id: whether they show their heading alone. */
  get folds(): ReadonlyMap<string, boolean> {
    return this.#folds;
  }

  setFolded(id: string, isFolded: boolean): void {
    this.#folds.set(id, isFolded);
    this.#changed.emit();
  }

  /** Asks every section to load again. */
  refresh(): void {
    for (const section of this.#sections) {
      section.onRefresh?.();
    }
  }

  override dispose(): void {
    if (!this.isDisposed) {
      Signal.clearData(this);
      super.dispose();
    }
  }

  protected override onAfterAttach(msg: Message): void {
    super.onAfterAttach(msg);
    this.#onVisibility();
  }

  protected override onAfterShow(msg: Message): void {
    super.onAfterShow(msg);
    this.#onVisibility();
  }

  protected override onAfterHide(msg: Message): void {
    super.onAfterHide(msg);
    this.#onVisibility();
  }

  protected override onAfterDetach(msg: Message): void {
    super.onAfterDetach(msg);
    this.#onVisibility();
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

  #onVisibility(): void {
    const { isVisible } = this;
    if (isVisible === this.#wasVisible) {
      return;
    }
    this.#wasVisible = isVisible;
    if (isVisible && !this.#wasShown) {
      this.#wasShown = true;
      const Frame = this.#frame;
      this.addWidget(
        ReactWidget.create(
          <Boundary fallback={(_, retry) => this.#notLoaded(retry)}>
            <React.Suspense fallback={null}>
              <Frame panel={this} />
            </React.Suspense>
          </Boundary>
        )
      );
    }
    for (const section of this.#sections) {
      section.onVisible?.(isVisible);
    }
  }

  /** Draws every section anew: a sentence is known by now, or no longer. */
  #redraw(): void {
    this.#sections = [...this.#sections];
    this.#changed.emit();
  }

  #onWatch(): void {
    const isLost = this.#options.connection.watch.state === 'lost';
    if (isLost !== this.#isLost) {
      this.#isLost = isLost;
      this.#changed.emit();
    }
  }

  /** What stands here where the frame did not come: with it are all our styles and sentences. */
  #notLoaded(retry: () => void): React.JSX.Element {
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
  readonly #frame = late(async () => {
    const [{ keepFolds, keepTools, PanelFrame }] = await Promise.all([
      import(/* webpackChunkName: "panel" */ './lazy'),
      ...[...this.#words].map(words => words.ask())
    ]);
    keepTools(this, this.toolbar);
    await keepFolds(this, this.#options.stateDB);
    return PanelFrame;
  });
  readonly #words = new Set<LateWords>();
  #sections: readonly ISection[] = [];
  #tools: readonly ITool[] = [];
  readonly #folds = new Map<string, boolean>();
  #announcement = { text: '', count: 0 };
  #isLost = false;
  #revealing: string | null = null;
  #wasVisible = false;
  #wasShown = false;
  #changed = new Signal<this, void>(this);
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
