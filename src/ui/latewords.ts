import type { IDisposable } from '@lumino/disposable';

import type { IWords } from '../tokens';

/** Words that are loaded when somebody may see them. */
export class LateWords implements IDisposable {
  constructor(
    private readonly _load: () => Promise<{ readonly words: IWords }>
  ) {}

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Never rejects: a reason without words is shown as it is. */
  async ask(): Promise<void> {
    try {
      const [{ addWords }, { words }] = await Promise.all([
        import(/* webpackChunkName: "panel" */ './messages'),
        this._load()
      ]);
      if (!this._isDisposed) {
        this._added = addWords(words);
      }
    } catch {
      // The code of an extension that cannot be loaded; its sections say so, if it has any.
    }
  }

  dispose(): void {
    this._isDisposed = true;
    this._added?.dispose();
  }

  private _isDisposed = false;
  private _added: IDisposable | null = null;
}
