import type { LabIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

export interface IIconButtonProps {
  readonly icon: LabIcon;
  /** Its accessible name: what it does and to what. */
  readonly label: string;
  /** The tooltip, where it can be shorter than the name. */
  readonly title?: string;
  readonly onClick: () => void;
}

/** A small button that is an icon alone. */
export function IconButton(props: IIconButtonProps): React.JSX.Element {
  const { icon, label, title = label, onClick } = props;
  return (
    <button
      type="button"
      className="jp-RemoteIDE-button jp-mod-minimal"
      aria-label={label}
      title={title}
      onClick={onClick}
    >
      <icon.react tag="span" aria-hidden="true" />
    </button>
  );
}
