import * as React from 'react';

import { problemOf } from '../core/result';
import { Attempt } from './late';

export interface IBoundaryProps {
  /** In place of what failed: why, and what draws it once more. */
  readonly fallback: (reason: string, retry: () => void) => React.ReactNode;
  readonly children: React.ReactNode;
}

interface IState {
  readonly reason: string | null;
  readonly attempt: object;
}

/** Keeps what fails in one part of the panel, which may be another extension's, from the others. */
export class Boundary extends React.Component<IBoundaryProps, IState> {
  static getDerivedStateFromError(error: unknown): Pick<IState, 'reason'> {
    return { reason: problemOf(error).reason };
  }

  override state: IState = { reason: null, attempt: {} };

  override render(): React.ReactNode {
    const { fallback, children } = this.props;
    const { reason, attempt } = this.state;
    return reason === null ? (
      <Attempt.Provider value={attempt}>{children}</Attempt.Provider>
    ) : (
      fallback(reason, this.#retry)
    );
  }

  readonly #retry = (): void => {
    this.setState({ reason: null, attempt: {} });
  };
}
