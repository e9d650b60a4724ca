import { type IPort, isWeb } from './types';

/** A port that comes back within this time is not news. */
const QUIET = 10 * 60 * 1000;

/** Finds what is news among the rows of the ports: each web port once in ten minutes. */
export class PortNotices {
  constructor(private readonly _now: () => number = Date.now) {}

  /** The web ports that opened since the last call; what stands in the first list is no news. */
  next(rows: readonly IPort[]): IPort[] {
    const open = rows.filter(row => isWeb(row) && !row.hidden);
    const news: IPort[] = [];
    for (const row of open) {
      if (!this._open.has(row.port)) {
        const last = this._told.get(row.port);
        if (
          !this._isFirst &&
          (last === undefined || this._now() - last >= QUIET)
        ) {
          news.push(row);
        }
        this._told.set(row.port, this._now());
      }
    }
    this._open = new Set(open.map(row => row.port));
    this._isFirst = false;
    return news;
  }

  private _isFirst = true;
  private _open = new Set<number>();
  private _told = new Map<number, number>();
}
