import { type IPort, isWeb } from './types';

/** A port that comes back within this time is not news, in ms. */
const QUIET = 10 * 60 * 1000;

/** What the server finds first was there before anybody looked; it needs this long to tell what it is, in ms. */
const SETTLE = 4000;

/** Finds what is news among the rows of the ports: each web port once in ten minutes. */
export class PortNotices {
  constructor(private readonly _now: () => number = Date.now) {}

  /** The web ports that opened since the last call. */
  next(rows: readonly IPort[]): IPort[] {
    const now = this._now();
    this._began ??= now;
    const present = new Set(rows.map(row => row.port));
    for (const port of this._known) {
      if (!present.has(port)) {
        this._known.delete(port);
        this._told.set(port, now);
      }
    }
    if (now - this._began < SETTLE) {
      this._known = present;
      return [];
    }
    return rows.filter(row => this._isNews(row, now));
  }

  private _isNews(row: IPort, now: number): boolean {
    if (this._known.has(row.port) || row.hidden || !isWeb(row)) {
      return false;
    }
    this._known.add(row.port);
    const told = this._told.get(row.port);
    this._told.set(row.port, now);
    return told === undefined || now - told >= QUIET;
  }

  private _began: number | null = null;
  private _known = new Set<number>();
  private readonly _told = new Map<number, number>();
}
