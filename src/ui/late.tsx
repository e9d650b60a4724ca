import * as React from 'react';

import { ProblemError } from '../core/result';

/** Stands for one attempt to draw what is inside of a boundary; the next attempt is another object. */
export const Attempt = React.createContext<object>({});

/**
 * A component whose code comes when it is first drawn. Where it does not come, the next attempt asks for it anew:
 * React's own lazy components keep a failure for good.
 */
export function late<P extends object>(
  load: () => Promise<React.ComponentType<P>>
): React.FunctionComponent<P> {
  const tried = new WeakMap<object, React.FunctionComponent<P>>();
  let kept: React.FunctionComponent<P> | null = null;
  const ask = () => {
    const lazy = React.lazy(() =>
      load().then(
        loaded => ({ default: loaded }),
        () => {
          kept = null;
          throw new ProblemError({ status: null, reason: 'not-loaded' });
        }
      )
    );
    // Its properties are those of what is loaded; React's own type of it lets none be handed through.
    return (kept = lazy as unknown as React.FunctionComponent<P>);
  };
  return function Late(props) {
    const attempt = React.useContext(Attempt);
    const Loaded = tried.get(attempt) ?? kept ?? ask();
    tried.set(attempt, Loaded);
    return <Loaded {...props} />;
  };
}
