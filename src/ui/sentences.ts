import type { TranslationBundle } from '@jupyterlab/translation';

import type { IWords } from '../tokens';

/** What any part of the page may have to say; loaded with the first sentence. */
export const words: IWords = {
  sentence: (trans, reason) => page(trans, reason) ?? request(trans, reason),
  action: (trans, reason) => {
    switch (reason) {
      case 'network':
      case 'timeout':
      case 'server-unreachable':
      case 'internal-error':
      case 'not-loaded':
        return { id: 'retry', label: trans.__('Try again') };
      case 'no-websocket':
        return { id: 'refresh', label: trans.__('Refresh') };
      case 'not-logged-in':
        // The login page leads back here.
        return { id: 'reload', label: trans.__('Log in again') };
      case 'bad-reply':
      case 'unexpected':
      case 'unknown-field':
      case 'bad-request':
      case 'xsrf':
        return { id: 'reload', label: trans.__('Reload the page') };
      default:
        return undefined;
    }
  }
};

/** Between the page and the server, and who may do what here. */
function page(trans: TranslationBundle, reason: string): string | undefined {
  switch (reason) {
    case 'network':
      return trans.__('The server does not answer. Is the network there?');
    case 'no-websocket':
      return trans.__(
        'Something on the way to this server blocks WebSockets: lists change only when you refresh, and notebooks run no code. Ask your administrator, or whoever runs the proxy, to let them through.'
      );
    case 'timeout':
      return trans.__('The server took too long to answer.');
    case 'server-unreachable':
      return trans.__(
        'The server is not running or cannot be reached. It must run for this.'
      );
    case 'bad-reply':
      return trans.__(
        'The server sent an answer that is not ours, perhaps a login page.'
      );
    case 'no-server-half':
      return trans.__(
        'The server half of Remote IDE is not enabled. Run “jupyter server extension enable jupyterlab_remote_ide” and restart the server, or ask your administrator.'
      );
    case 'not-authorized':
      return trans.__('The server does not allow you this.');
    case 'not-logged-in':
      return trans.__('You are no longer logged in.');
    case 'internal-error':
      return trans.__('Something failed on the server; its log says what.');
    case 'not-loaded':
      return trans.__(
        'This part of the page could not be loaded. Is the network there?'
      );
    case 'unexpected':
      return trans.__('Something failed in this page.');
    case 'denied':
      return trans.__('This is not allowed here.');
    case 'turned-off':
      return trans.__('Your site turned this off.');
    case 'not-owner':
      return trans.__('This server is not yours: only its owner can do this.');
    case 'ide-token':
      return trans.__('A token made for an IDE cannot do this.');
    default:
      return undefined;
  }
}

/** Mistakes of the page itself, which a reload after an update cures. */
function request(trans: TranslationBundle, reason: string): string | undefined {
  switch (reason) {
    case 'bad-request':
    case 'bad-json':
    case 'bad-field':
    case 'missing-field':
    case 'unknown-field':
    case 'method-not-allowed':
      return trans.__(
        'The server did not understand this page. Reload it if Remote IDE was updated.'
      );
    case 'xsrf':
      return trans.__(
        'The server did not recognise this page any more. Reload it.'
      );
    case 'not-found':
      return trans.__('It is gone by now.');
    default:
      return undefined;
  }
}
