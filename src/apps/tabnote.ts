import type { Panel } from '@lumino/widgets';
import { Widget } from '@lumino/widgets';

import { type Actions, buttons } from './cover';

/** A sentence above the page of a tab, with what can be done about it. */
export class TabNote extends Widget {
  /** @param header - where it stands */
  readonly #header: Panel;

  constructor(header: Panel) {
    super();
    this.#header = header;
    this.addClass('jp-RemoteIDE-tabNote');
    this.node.setAttribute('role', 'alert');
    this.hide();
    header.addWidget(this);
  }

  /** An empty text takes it away. */
  say(text: string, actions: Actions): void {
    this.node.replaceChildren(text, ...buttons(actions));
    this.setHidden(text === '');
    this.refit();
  }

  /** A layout of boxes asks each for its height, and knows nothing of lines that are wrapped. */
  refit(): void {
    const { style } = this.node;
    const { height, width } = style;
    style.minHeight = style.height = '0';
    style.width = `${this.#header.node.clientWidth}px`;
    const { scrollHeight } = this.node;
    Object.assign(style, { height, width });
    style.minHeight = `${scrollHeight + 1}px`; // the border
    this.#header.fit();
  }
}
