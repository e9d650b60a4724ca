import type { TranslationBundle } from '@jupyterlab/translation';

import type { IDetail } from '../core/result';
import type { IWords } from '../tokens';

/** Why there are no API tokens, and what a person can do about it. */
export const words: IWords = {
  sentence: (trans, reason, { facts }) => {
    switch (reason) {
      case 'hub-manual':
        return trans.__(
          'Your hub does not let this server make tokens. Make one on the hub’s token page.'
        );
      case 'no-authentication':
        return trans.__(
          'This server asks nobody for a password or token, so there is none to make: its URL alone opens it.'
        );
      case 'other-identity-provider':
        return trans.__(
          'Your site uses its own login, to which Remote IDE adds no tokens.'
        );
      case 'no-such-apitoken':
        return trans.__('This token is gone already.');
      case 'storage-unwritable':
        return trans.__(
          'Tokens cannot be saved: the folder for them is not writable. Is your home full?'
        );
      case 'storage-unreadable':
        return trans.__(
          'Your tokens cannot be read: the folder for them cannot be opened.'
        );
      case 'storage-silent':
        return trans.__(
          'Your home folder does not answer, so tokens can be neither read nor made.'
        );
      case 'storage-untrusted':
      case 'token-untrusted':
      case 'token-damaged':
      case 'token-ahead':
      case 'token-not-removed':
      case 'token-other-version':
      case 'token-unreadable':
        return ofFile(trans, reason, facts ?? {});
      case 'bad-note':
        return trans.__('This note is empty or too long.');
      case 'bad-expires-in':
        return trans.__('This lifetime is not possible.');
      case 'bad-recipe':
      case 'bad-access':
        return trans.__(
          'The server did not understand what the token is for. Reload the page if Remote IDE was updated.'
        );
      case 'apitokens-failed':
        return trans.__(
          'API tokens do not work on this server; its log says why.'
        );
      default:
        return undefined;
    }
  },
  action: (trans, reason) => {
    switch (reason) {
      case 'hub-manual':
        return { id: 'hub-token-page', label: trans.__('Open the token page') };
      case 'storage-silent':
      case 'storage-unreadable':
      case 'storage-unwritable':
      case 'storage-untrusted':
        return { id: 'retry', label: trans.__('Try again') };
      case 'bad-recipe':
      case 'bad-access':
        return { id: 'reload', label: trans.__('Reload the page') };
      default:
        return undefined;
    }
  }
};

/** A folder or file that does not count, and its cure. */
function ofFile(
  trans: TranslationBundle,
  reason: string,
  facts: IDetail
): string | undefined {
  const file = String(facts.file ?? '');
  const isClosed = facts.cure === 'close';
  switch (reason) {
    case 'storage-untrusted':
      if (file === '') {
        return trans.__(
          'The folder of your tokens may be the work of somebody else, so none of them counts. “API tokens” says how to mend it.'
        );
      }
      if (facts.holds === 'older') {
        return isClosed
          ? trans.__(
              'Other accounts may write the file of tokens that an older version of Remote IDE left, so it is not taken over. Close it in a terminal: chmod go-w "%1"',
              file
            )
          : trans.__(
              'The file of tokens that an older version of Remote IDE left is a link, too large or not yours, so it is not taken over. Move it away in a terminal: mv "%1" "%1.old"',
              file
            );
      }
      return isClosed
        ? trans.__(
            'Other accounts may write the folder of your tokens, so none of them counts. Close it in a terminal: chmod go-w "%1"',
            file
          )
        : trans.__(
            'The folder of your tokens is a link or not yours, so none of them counts. Move it away in a terminal: mv "%1" "%1.old"',
            file
          );
    case 'token-untrusted':
      return isClosed
        ? trans.__(
            'Other accounts may write the file of a token, so it opens nothing. Remove it, or close it in a terminal: chmod go-w "%1"',
            file
          )
        : trans.__(
            'The file of a token may be the work of somebody else, so it opens nothing. Remove it.'
          );
    case 'token-damaged':
      return trans.__(
        'The file of a token is damaged: it opens nothing. Remove it, then copy a new URL.'
      );
    case 'token-ahead':
      return trans.__(
        'A token that was made by a clock far ahead: it opens nothing until then. Remove it.'
      );
    case 'token-not-removed':
      return trans.__(
        'You revoked this token, and this server refuses it. Its file could not be removed: remove it once more, or it works again after a restart.'
      );
    case 'token-other-version':
      return facts.version === 'older'
        ? trans.__(
            'A token that an older version of Remote IDE made: it opens nothing any more. Remove it, then copy a new URL.'
          )
        : trans.__(
            'A token that a newer version of Remote IDE made: it opens nothing here. Use it on a server with that version, or remove it and copy a new URL.'
          );
    case 'token-unreadable':
      return facts.cure === 'open'
        ? trans.__(
            'You may not read the file of a token, so it opens nothing. Remove it, or open it to yourself in a terminal: chmod u+rw "%1"',
            file
          )
        : trans.__(
            'The disk fails to read the file of a token: it may open nothing. Remove it, then copy a new URL.'
          );
    default:
      return undefined;
  }
}
