import { type IApp, isUp } from './types';

/**
 * Whether a page that an app showed before belongs to a program that is gone. The page of one that crashed and comes
 * back by itself is left alone: such pages connect again, and may hold what is not saved.
 */
export function isOver(before: IApp | null, now: IApp): boolean {
  if (before === null || !isUp(before) || now.reason === 'stopping') {
    return false; // what comes of it is told next
  }
  if (now.state === 'starting') {
    return now.reason !== 'respawning';
  }
  return isUp(now) ? now.started !== before.started : now.state !== 'external'; // else it may be there, as nobody knows
}
