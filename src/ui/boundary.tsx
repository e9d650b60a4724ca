import * as React from 'react';

export interface IBoundaryProps {
  /** In place of what failed. */
  readonly fallback: React.ReactNode;
  readonly children: React.ReactNode;
}

/** Keeps what fails in one section, which may be another extension's, from the others. */
export class Boundary extends React.Component<
  IBoundaryProps,
  { hasFailed: boolean }
> {
  static getDerivedStateFromError(): { hasFailed: boolean } {
    return { hasFailed: true };
  }

  override state = { hasFailed: false };

  override render(): React.ReactNode {
    return this.state.hasFailed ? this.props.fallback : this.props.children;
  }
}
