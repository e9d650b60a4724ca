import type { LabIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

import { onPlainPress } from './press';

export interface IRowFaceProps {
  readonly icon: LabIcon;
  readonly name: string;
  /** The quiet line. */
  readonly children?: React.ReactNode;
}

/** What a row shows: an icon, a name and a quiet line. */
export function RowFace(props: IRowFaceProps): React.JSX.Element {
  const { icon: Icon, name, children } = props;
  return (
    <>
      <Icon.react
        tag="span"
        className="jp-RemoteIDE-rowIcon"
        aria-hidden="true"
      />
      <span className="jp-RemoteIDE-rowText">
        <span className="jp-RemoteIDE-rowTitle">{name}</span>
        {children === undefined ? null : (
          <>
            {' '}
            <span className="jp-RemoteIDE-quiet jp-RemoteIDE-rowMeta">
              {children}
            </span>
          </>
        )}
      </span>
    </>
  );
}

export interface IRowLinkProps {
  readonly href: string;
  readonly title: string;
  readonly onOpen: () => void;
  readonly children: React.ReactNode;
}

/** The part of a row that opens: a plain press does `onOpen`, any other is the browser's. */
export function RowLink(props: IRowLinkProps): React.JSX.Element {
  const { href, title, onOpen, children } = props;
  return (
    <a
      className="jp-RemoteIDE-rowMain"
      href={href}
      target="_blank"
      rel="noopener"
      title={title}
      onClick={onPlainPress(onOpen)}
    >
      {children}
    </a>
  );
}
