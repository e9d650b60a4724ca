import type { TranslationBundle } from '@jupyterlab/translation';

import type { IDetail } from '../core/result';

/** Undefined where a group does not know the reason. */
export type Words = string | undefined;

/** Between the page and the server. */
export function page(trans: TranslationBundle, reason: string): Words {
  switch (reason) {
    case 'network':
      return trans.__('The server does not answer. Is the network there?');
    case 'offline':
      return trans.__(
        'The server does not answer, and the browser says that this computer is offline.'
      );
    case 'no-websocket':
      return trans.__(
        'Something on the way to this server blocks WebSockets. Opening, starting and stopping still work, but lists change only when you refresh, and notebooks run no code. Ask your administrator, or whoever runs the proxy, to let WebSockets through.'
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
    case 'unexpected':
      return trans.__('Something failed in this page.');
    case 'feature-failed':
      return trans.__(
        'A part of Remote IDE does not work on this server; its log says why.'
      );
    case 'copy-refused':
      return trans.__(
        'The browser did not let us copy. The URL is selected below: copy it with the keyboard.'
      );
    default:
      return undefined;
  }
}

/** Who may do what here, and tokens. */
export function site(
  trans: TranslationBundle,
  reason: string,
  { facts }: { facts?: IDetail | null } = {}
): Words {
  const file = String(facts?.file ?? '');
  const isClosed = facts?.cure === 'close';
  switch (reason) {
    case 'denied':
      return trans.__('This is not allowed here.');
    case 'turned-off':
      return trans.__('Your site turned this off.');
    case 'not-owner':
      return trans.__('This server is not yours: only its owner can do this.');
    case 'ide-token':
      return trans.__('A token made for an IDE cannot do this.');
    case 'hub-manual':
      return trans.__(
        'Your hub does not let this server make tokens. Make one on the hub’s token page.'
      );
    case 'no-hub':
      return trans.__('This server was not started by a hub.');
    case 'no-authentication':
      return trans.__(
        'This server asks nobody for a password or token, so there is none to make: its URL alone opens it.'
      );
    case 'other-identity-provider':
      return trans.__(
        'Your site uses its own login, to which Remote IDE adds no tokens.'
      );
    case 'no-token':
      return trans.__(
        'This server asks for no password or token: whoever reaches its address can run code as you.'
      );
    case 'no-such-apitoken':
      return trans.__('This token is gone already.');
    case 'legacy-singleuser':
      return trans.__(
        'This server runs in an old mode in which the hub refuses kernels started from an IDE. Ask your administrator to turn JUPYTERHUB_SINGLEUSER_EXTENSION on.'
      );
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
      if (file === '') {
        return trans.__(
          'The folder of your tokens may be the work of somebody else, so none of them counts. “API tokens” says how to mend it.'
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
    case 'token-damaged':
      return trans.__(
        'The file of a token is damaged: it opens nothing. Remove it, then copy a new URL.'
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
    case 'token-other-version':
      return trans.__(
        'A token that a newer version of Remote IDE made: it opens nothing here.'
      );
    default:
      return undefined;
  }
}

/** What listens. */
export function ports(trans: TranslationBundle, reason: string): Words {
  switch (reason) {
    case 'ports-disabled':
      return trans.__('Your site turned the list of ports off.');
    case 'no-scan-method':
      return trans.__('This server cannot see which ports are in use.');
    case 'port-changed':
      return trans.__(
        'Another program uses this port by now; nothing was stopped.'
      );
    case 'tls':
      return trans.__(
        'The program speaks TLS, which the proxy does not. Start it without TLS.'
      );
    case 'checking':
      return trans.__('Still looking at what this is.');
    case 'kernel':
      return trans.__('This port belongs to a kernel.');
    case 'debugger':
      return trans.__('This port belongs to the debugger of a kernel.');
    case 'internal':
      return trans.__('Programs talk to each other here; it is no web page.');
    case 'not-http':
      return trans.__('This port is not a web page.');
    case 'managed-app':
      return trans.__('This port belongs to an app of this server.');
    case 'side-port':
      return trans.__('A second port of the same program.');
    case 'jupyter-server':
      return trans.__('This is the Jupyter server itself.');
    case 'other-user-on-port':
      return trans.__('Another user has a program on the same port.');
    case 'other-program-on-port':
      return trans.__(
        'Another program of yours has the same port number, and the link leads there. Start this one on another port.'
      );
    case 'ipv6-only':
    case 'other-loopback':
    case 'not-on-loopback':
      return trans.__(
        'The program listens on an address that the proxy does not reach. Start it on 127.0.0.1.'
      );
    default:
      return undefined;
  }
}

/** Mistakes of the page itself, which a reload after an update cures. */
export function request(trans: TranslationBundle, reason: string): Words {
  switch (reason) {
    case 'bad-request':
    case 'bad-json':
    case 'bad-field':
    case 'missing-field':
    case 'unknown-field':
    case 'bad-recipe':
    case 'bad-access':
    case 'bad-after':
    case 'method-not-allowed':
      return trans.__(
        'The server did not understand this page. Reload it if Remote IDE was updated.'
      );
    case 'bad-note':
      return trans.__('This note is empty or too long.');
    case 'bad-expires-in':
      return trans.__('This lifetime is not possible.');
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
