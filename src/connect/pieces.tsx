import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { CopyButton } from '../ui/copybutton';
import { Secret } from '../ui/secret';
import { type IPiece, maskedText } from './types';

export interface IPieceProps {
  readonly trans: TranslationBundle;
  readonly piece: IPiece;
  /** Reads the secret; null where there is none yet. */
  readonly secret: (() => string) | null;
}

export interface IPiecesProps extends Omit<IPieceProps, 'piece'> {
  readonly pieces: readonly IPiece[];
}

/** What a press copies, to be seen and copied again; for a line what to do with it. */
export function Primary(
  props: IPieceProps & { readonly onCopied: (isCopied: boolean) => void }
): React.JSX.Element {
  const { trans, piece, onCopied } = props;
  return (
    <>
      {isLine(piece) ? <p>{piece.label(trans)}</p> : null}
      <div className="jp-RemoteIDE-given">
        <Text {...props} />
        <Copy {...props} onCopied={onCopied} />
      </div>
    </>
  );
}

/** What a piece says: masked while there is a secret in it, and readable on request once there is one. */
export function Text(props: IPieceProps): React.JSX.Element {
  const { trans, piece, secret } = props;
  return piece.isSecret && secret !== null ? (
    <Secret
      trans={trans}
      label={nameOf(trans, piece)}
      masked={maskedText(piece)}
      value={() => piece.text(secret())}
    />
  ) : (
    <code className="jp-RemoteIDE-secret jp-RemoteIDE-secretText">
      {maskedText(piece)}
    </code>
  );
}

/** The URLs and tokens besides, for a client with a field for each; they are there once there is a secret. */
export function Apart(props: IPiecesProps): React.JSX.Element | null {
  const { trans, pieces, secret } = props;
  const apart = pieces.filter(({ kind }) => kind === 'url' || kind === 'token');
  if (apart.length === 0 || secret === null) {
    return null;
  }
  return (
    <div className="jp-RemoteIDE-apart">
      {apart
        .filter(({ isSecret }) => isSecret)
        .map(piece => (
          <Text key={piece.label(trans)} {...props} piece={piece} />
        ))}
      {apart.map(piece => (
        <Copy
          key={piece.label(trans)}
          {...props}
          piece={piece}
          caption={
            piece.kind === 'url'
              ? trans.__('Copy URL alone')
              : trans.__('Copy token')
          }
        />
      ))}
    </div>
  );
}

/** What else a client needs on the user's computer: commands, lines for its files, what it asks for, links. */
export function Besides(props: IPiecesProps): React.JSX.Element {
  const { trans, pieces } = props;
  return (
    <>
      {pieces.filter(isLine).map(piece => (
        <div key={piece.label(trans)}>
          {piece.when && (
            <p className="jp-RemoteIDE-quiet">{piece.when(trans)}</p>
          )}
          <p>{piece.label(trans)}</p>
          <Line {...props} piece={piece} />
        </div>
      ))}
      {pieces
        .filter(({ kind }) => kind === 'link')
        .map(piece => (
          <a
            key={piece.label(trans)}
            href={piece.text('')}
            target={piece.target}
          >
            {piece.label(trans)}
          </a>
        ))}
    </>
  );
}

function Line(props: IPieceProps): React.JSX.Element {
  const { trans, piece, secret } = props;
  if (!piece.isSecret) {
    return (
      <div className="jp-RemoteIDE-secret">
        <code className="jp-RemoteIDE-secretText">{piece.text('')}</code>
        <Copy {...props} />
      </div>
    );
  }
  return (
    <div className="jp-RemoteIDE-apart">
      <Text {...props} />
      {secret === null ? null : <Copy {...props} caption={trans.__('Copy')} />}
    </div>
  );
}

function Copy(
  props: IPieceProps & {
    readonly caption?: string;
    readonly onCopied?: (isCopied: boolean) => void;
  }
): React.JSX.Element {
  const { trans, piece, secret, caption, onCopied } = props;
  return (
    <CopyButton
      trans={trans}
      label={trans.__('Copy the %1', nameOf(trans, piece))}
      text={() => piece.text(secret?.() ?? '')}
      caption={caption}
      onCopied={onCopied}
    />
  );
}

/** Whether a piece is for a terminal, a file or a field; what to do with it is said above it. */
function isLine({ kind }: IPiece): boolean {
  return kind === 'command' || kind === 'file' || kind === 'field';
}

/** What a piece is called on the buttons beside it. */
function nameOf(trans: TranslationBundle, piece: IPiece): string {
  switch (piece.kind) {
    case 'command':
      return trans.__('command');
    case 'file':
      return trans.__('line');
    default:
      return piece.label(trans);
  }
}
