import { followPresses } from './pressed';
import { problemOf } from './result';

/**
 * What became of a page that was to stand in a frame.
 *
 * `here`: it stands there. `lost`: the server does not answer, and the browser's own page stands there. `away`: what
 * stands there is not ours to know.
 */
export type Arrival = 'here' | 'lost' | 'away';

/**
 * Tells with each page what became of it. Of another origin's nothing can be read, nor of the one that the browser puts
 * where it could load none: then the server is asked, for something else. What was to be loaded is never asked for
 * again, as that may change something.
 *
 * @param ask - for anything harmless
 * @returns what is to be called before another page is loaded
 */
export function followArrival(
  frame: HTMLIFrameElement,
  ask: () => Promise<unknown>,
  tell: (arrival: Arrival) => void
): () => void {
  const pressed = followPresses(frame);
  let isAway = false;
  let count = 0;
  const look = async () => {
    count += 1;
    if (frame.contentDocument) {
      isAway = false;
      tell('here');
      return;
    }
    // Where the server led elsewhere nobody knows what is next; nor is a link to another origin the server's.
    const link = pressed();
    const isElsewhere = link !== null && link.origin !== window.location.origin;
    const isKnown = isAway || isElsewhere;
    isAway = true;
    const mine = count;
    const lost = !isKnown && (await isLost(ask));
    if (mine === count) {
      tell(lost ? 'lost' : 'away');
    }
  };
  frame.addEventListener('load', () => void look());
  return () => {
    count += 1;
    isAway = false;
  };
}

/** A server that takes its time is not lost, nor is one that wants a login. */
async function isLost(ask: () => Promise<unknown>): Promise<boolean> {
  try {
    await ask();
    return false;
  } catch (error) {
    return ['network', 'server-unreachable'].includes(problemOf(error).reason);
  }
}
