import type { TranslationBundle } from '@jupyterlab/translation';

import { LogReader } from '../apps/logreader';
import { logReply } from '../apps/types';
import type { Ask } from './server';

/** How far from its end a log still counts as being at its end, in px. */
const NEAR = 20;

/** The log of one app in an element; new lines come when there is said to be something new. */
export class LogBox {
  /** @param filled - called after each reply, with whether there is something to see */
  constructor(
    private readonly _trans: TranslationBundle,
    ask: Ask,
    name: string,
    private readonly _box: HTMLElement,
    private readonly _filled: (isFilled: boolean) => void
  ) {
    this._reader = new LogReader(
      async after =>
        logReply(
          await ask(`apps/${encodeURIComponent(name)}/log?after=${after}`)
        ),
      () => {
        this._draw();
      }
    );
  }

  /** `next`: where the lines begin that are not read yet, as the app's row says. */
  follow(next: number): void {
    if (next !== this._read && document.visibilityState === 'visible') {
      this._read = next;
      void this._reader.read();
    }
  }

  private _draw(): void {
    const lines = this._reader.shown(this._trans);
    if (this._reader.problem !== null) {
      this._read = null; // with the next occasion
    }
    const box = this._box;
    const isAtEnd = box.scrollTop + box.clientHeight >= box.scrollHeight - NEAR;
    const text = lines.map(line => `${line}\n`).join('');
    if (text.startsWith(this._text)) {
      box.append(text.slice(this._text.length)); // what a reader has selected stays so
    } else {
      box.textContent = text;
    }
    this._text = text;
    if (isAtEnd) {
      box.scrollTop = box.scrollHeight;
    }
    this._filled(text !== '');
  }

  private readonly _reader: LogReader;
  private _read: number | null = null;
  private _text = '';
}
