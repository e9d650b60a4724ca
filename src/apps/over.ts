import { type IApp, isAlive } from './types';

/**
 * Whether a page that an app showed before belongs to a program that is gone. The page of one that crashed and comes
 * back by itself is left alone: such pages connect again, and may hold what is not saved.
 */
export function isOver(before: IApp | null, now: IApp): boolean {
  if (before === null || !isUp(before)) {
    return false;
  }
  if (now.state === 'starting') {
    return now.reason !== 'respawning';
  }
  return isUp(now)
    ? before.pid !== null && now.pid !== before.pid
    : now.state === 'stopped' || now.state === 'failed';
}

function isUp(row: IApp): boolean {
  return isAlive(row) && row.state !== 'starting';
}
