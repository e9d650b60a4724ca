import * as React from 'react';

import { LinkButton } from '../ui/linkbutton';

export interface IUnfoldingProps {
  readonly label: string;
  /** What comes with a file of its own, at the press. */
  readonly children: React.ReactNode;
  /** What stands there before. */
  readonly folded?: React.ReactNode;
}

/** A link that shows what is below it, and puts it away again. */
export function Unfolding(props: IUnfoldingProps): React.JSX.Element {
  const [isOpen, turn] = React.useReducer((is: boolean) => !is, false);
  return (
    <>
      <p className="jp-RemoteIDE-quiet jp-RemoteIDE-unfolding">
        <LinkButton aria-expanded={isOpen} onClick={turn}>
          {props.label}
        </LinkButton>
      </p>
      <React.Suspense>{isOpen ? props.children : props.folded}</React.Suspense>
    </>
  );
}
