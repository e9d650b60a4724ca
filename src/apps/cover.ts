import { addStyles } from '../ui/styles';

import appsStyles from '../../src/apps/apps.raw.css';

addStyles(appsStyles); // the tab may open long before the panel

/** What stands in the place of a page, or before it. Its own sheet would be white, in every theme. */
export class Cover {
  /** @param box - what it covers; has a position */
  readonly #box: HTMLElement;

  constructor(box: HTMLElement) {
    this.#box = box;
    this.#node.className = 'jp-RemoteIDE-tabRest';
  }

  /** Whether it only waits for the page. */
  get isWaiting(): boolean {
    return this.#isWaiting;
  }

  /** Until there is something to be seen. */
  wait(title: string, text: string): void {
    this.#set(paragraph(title), paragraph(text, 'jp-RemoteIDE-quiet'));
    this.#isWaiting = true;
  }

  /** Says why the page is not there, with what can be done. */
  say(text: string, actions: Actions): void {
    const said = paragraph(text);
    said.setAttribute('role', 'status');
    this.#set(said, ...buttons(actions, 'jp-mod-styled jp-mod-accept'));
  }

  remove(): void {
    this.#isWaiting = false;
    this.#node.remove();
  }

  #set(...inside: readonly HTMLElement[]): void {
    this.#isWaiting = false;
    this.#node.replaceChildren(...inside);
    this.#box.append(this.#node);
  }

  readonly #node = document.createElement('div');
  #isWaiting = false;
}

/** What can be done, by its label. */
export type Actions = Readonly<Record<string, () => void>>;

export function buttons(actions: Actions, className = ''): HTMLElement[] {
  return Object.entries(actions).map(([label, run]) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = className;
    button.textContent = label;
    button.onclick = run;
    return button;
  });
}

function paragraph(text: string, className = ''): HTMLElement {
  const element = document.createElement('p');
  element.textContent = text;
  element.className = className;
  return element;
}
