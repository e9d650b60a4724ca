import type { TranslationBundle } from '@jupyterlab/translation';

import { LogReader } from '../apps/logreader';
import { logReply } from '../apps/types';
import type { Ask } from './server';

/** How far from its end a log still counts as being at its end, in px. */
const NEAR = 20;

/** The log of one app in an element; new lines come when there is said to be something new. */
export class LogBox {
  /** @param filled - called after each reply, with whether there is something to see */
  readonly #trans: TranslationBundle;
  readonly #box: HTMLElement;
  readonly #filled: (isFilled: boolean) => void;

  constructor(
    trans: TranslationBundle,
    ask: Ask,
    name: string,
    box: HTMLElement,
    filled: (isFilled: boolean) => void
  ) {
    this.#trans = trans;
    this.#box = box;
    this.#filled = filled;
    this.#reader = new LogReader(
      async after =>
        logReply(
          await ask(`apps/${encodeURIComponent(name)}/log?after=${after}`)
        ),
      () => {
        this.#draw();
      }
    );
  }

  /** `next`: where the lines begin that are not read yet, as the app's row says. */
  follow(next: number): void {
    if (next !== this.#read && document.visibilityState === 'visible') {
      this.#read = next;
      void this.#reader.read();
    }
  }

  #draw(): void {
    const lines = this.#reader.shown(this.#trans);
    if (this.#reader.problem !== null) {
      this.#read = null; // with the next occasion
    }
    const box = this.#box;
    const isAtEnd = box.scrollTop + box.clientHeight >= box.scrollHeight - NEAR;
    const text = lines.map(line => `${line}\n`).join('');
    if (text.startsWith(this.#text)) {
      box.append(text.slice(this.#text.length)); // what a reader has selected stays so
    } else {
      box.textContent = text;
    }
    this.#text = text;
    if (isAtEnd) {
      box.scrollTop = box.scrollHeight;
    }
    this.#filled(text !== '');
  }

  readonly #reader: LogReader;
  #read: number | null = null;
  #text = '';
}
