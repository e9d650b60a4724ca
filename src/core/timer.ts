/** One thing to do later. */
export class Timer {
  get isSet(): boolean {
    return this._handle !== null;
  }

  /** In so many ms, unless it is set already. */
  set(delay: number, run: () => void): void {
    this._handle ??= setTimeout(() => {
      this._handle = null;
      run();
    }, delay);
  }

  clear(): void {
    if (this._handle !== null) {
      clearTimeout(this._handle);
      this._handle = null;
    }
  }

  private _handle: ReturnType<typeof setTimeout> | null = null;
}
