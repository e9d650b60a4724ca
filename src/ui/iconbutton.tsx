import type { LabIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

export interface IIconButtonProps extends React.AriaAttributes {
  readonly icon: LabIcon;
  /** Its accessible name and tooltip: what it does and to what. */
  readonly label: string;
  readonly onClick: () => void;
}

/** A small button that is an icon alone. */
export function IconButton(props: IIconButtonProps): React.JSX.Element {
  const { icon: Icon, label, ...rest } = props;
  return (
    <button
      type="button"
      className="jp-RemoteIDE-button jp-mod-minimal"
      aria-label={label}
      title={label}
      {...rest}
    >
      <Icon.react tag="span" aria-hidden="true" />
    </button>
  );
}
