import * as React from 'react';

import { type DotKind, StateDot } from './statedot';

export interface INoteProps extends React.HTMLAttributes<HTMLElement> {
  readonly kind: DotKind;
}

/** A sentence beside the shape of what it tells. */
export function Note(props: INoteProps): React.JSX.Element {
  const { kind, children, ...rest } = props;
  return (
    <p className="jp-RemoteIDE-note" {...rest}>
      <StateDot kind={kind} />
      <span>{children}</span>
    </p>
  );
}
