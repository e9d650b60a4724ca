import * as React from 'react';

export type DotKind = 'ok' | 'busy' | 'warn' | 'error' | 'off';

export interface IStateDotProps {
  readonly kind: DotKind;
  /** The state in words; without it the words must stand beside the dot. */
  readonly label?: string;
}

// Told apart by shape as well: full, half, triangle, cross, ring.
const SHAPES: Record<DotKind, string> = {
  ok: 'M8 3a5 5 0 1 0 0 10A5 5 0 0 0 8 3z',
  busy: 'M8 3a5 5 0 1 0 0 10A5 5 0 0 0 8 3zm0 1.5v7a3.5 3.5 0 0 1 0-7z',
  warn: 'M8 2.5 14 13H2zM7.3 6v4h1.4V6zm0 4.8V12h1.4v-1.2z',
  error:
    'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zm2.6 7.6-1 1L8 9l-1.6 1.6-1-1L7 8 5.4 6.4l1-1L8 7l1.6-1.6 1 1L9 8z',
  off: 'M8 3a5 5 0 1 0 0 10A5 5 0 0 0 8 3zm0 1.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7z'
};

/** A state as a shape and a colour, with its word where given. */
export function StateDot(props: IStateDotProps): React.JSX.Element {
  return (
    <span className="jp-RemoteIDE-state" data-kind={props.kind}>
      <svg
        className="jp-RemoteIDE-dot"
        viewBox="0 0 16 16"
        width="12"
        height="12"
        aria-hidden="true"
      >
        <path fillRule="evenodd" d={SHAPES[props.kind]} />
      </svg>
      {props.label === undefined ? null : <span>{props.label}</span>}
    </span>
  );
}
