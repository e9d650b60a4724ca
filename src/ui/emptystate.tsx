import * as React from 'react';

export interface IEmptyStateProps {
  readonly text: string;
  readonly children?: React.ReactNode;
}

/** What stands where a list has no rows: why, and what to do. */
export function EmptyState(props: IEmptyStateProps): React.JSX.Element {
  return (
    <div className="jp-RemoteIDE-empty">
      <p>{props.text}</p>
      {props.children}
    </div>
  );
}
