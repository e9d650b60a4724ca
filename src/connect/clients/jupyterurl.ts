import {
  connectionUrl,
  type IFacts,
  type IPiece,
  isLoopback,
  type ITrans
} from '../types';

/** The one string that clients of the family `jupyter-url` take. */
export function urlPiece({ address, wantsToken }: IFacts): IPiece {
  return {
    kind: 'url',
    label: trans => trans.__('connection URL'),
    isSecret: wantsToken,
    text: secret => (wantsToken ? connectionUrl(address, secret) : address)
  };
}

/** Of an address that means another computer on another computer. */
export function loopbackNote(trans: ITrans, { address }: IFacts): string[] {
  return isLoopback(address)
    ? [
        trans.__(
          'This URL works on the computer that this browser runs on. If you came through a tunnel, keep it open.'
        )
      ]
    : [];
}
