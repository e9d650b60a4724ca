import * as React from 'react';

/** Why a request fails while the server is out of reach; of these it comes back by itself. */
export const AWAY = ['network', 'timeout', 'server-unreachable'];

/** That the server is out of reach is told in one place: while that says so, no other part of the panel does. */
export const Away = React.createContext<{
  readonly isTold: boolean;
  /** For the place that tells it. */
  readonly tell: (isTold: boolean) => void;
}>({ isTold: false, tell: () => undefined });
