import type { TranslationBundle } from '@jupyterlab/translation';

import { clockTime, duration } from '../../ui/words';
import type { ICheck } from './checks';

/** What was found, with one thing to do where something is wrong; null where it is not worth a line. */
export function checkWords(
  trans: TranslationBundle,
  check: ICheck
): string | null {
  return check.reason === null
    ? good(trans, check.id)
    : bad(trans, check.reason, check.detail);
}

function good(trans: TranslationBundle, id: string): string | null {
  switch (id) {
    case 'certificate':
      return trans.__('The certificate is one that programs accept.');
    case 'outside':
      return trans.__('The token opens this server.');
    case 'socket':
      return trans.__('WebSockets come through.');
    case 'token':
      return trans.__('The hub lets the token in here.');
    default:
      return null;
  }
}

function bad(
  trans: TranslationBundle,
  reason: string,
  facts: ICheck['detail']
): string {
  const fact = (name: string) => String(facts[name] ?? '');
  switch (reason) {
    case 'certificate-expired':
      return trans.__(
        'The certificate of %1 has expired or is not valid yet: IDEs say “certificate has expired”. Tell your administrator.',
        fact('host')
      );
    case 'certificate-incomplete':
      return trans.__(
        'Who signed the certificate of %1 is not known here: a private authority, or the server does not send the whole chain. IDEs say “unable to verify”. Tell your administrator; until then VS Code has the setting “jupyter.allowUnauthorizedRemoteConnection”.',
        fact('host')
      );
    case 'certificate-name':
      return trans.__(
        'The certificate is not for %1: IDEs say that the host name does not match. Open JupyterLab by the name that it is for, or tell your administrator.',
        fact('host')
      );
    case 'certificate-private':
      return trans.__(
        'The certificate of %1 is self-signed: VS Code says “self-signed certificate”. Switch on its setting “jupyter.allowUnauthorizedRemoteConnection”.',
        fact('host')
      );
    case 'hub-login-again':
      return trans.__(
        'The hub does not take your login any more. Log in to the hub again.'
      );
    case 'hub-unknown':
      return trans.__(
        'The hub could not be asked about the token. Check again later.'
      );
    case 'idle-stop':
      return trans.__(
        'The server stops when nobody has used it for %1.',
        duration(trans, Number(facts.seconds))
      );
    case 'job-ends-soon':
      return trans.__(
        'The job ends at %1, and each connection with it. Start a new one before.',
        clockTime(trans, Number(facts.end_time))
      );
    case 'login-elsewhere':
      return trans.__(
        'VS Code looks for the login page first: your computer must reach %1.',
        fact('hosts')
      );
    case 'not-from-here':
      return trans.__(
        'The server cannot reach itself at %1: not all could be tried.',
        fact('host')
      );
    case 'other-server':
      return trans.__(
        'Another server answers at %1. If you came through a tunnel, look at its port.',
        fact('host')
      );
    case 'portal':
      return trans.__(
        'What stands before this server, at %1, wants a login of its own: IDEs cannot pass it. Use an SSH tunnel.',
        fact('host')
      );
    case 'proxy-error':
      return trans.__(
        'What stands before this server answers with an error (%1). Check again; if it stays, tell your administrator.',
        fact('status')
      );
    case 'socket-refused':
      return trans.__(
        'Something on the way lets no WebSocket of a program through: IDEs connect, but their kernels do not start. Tell your administrator.'
      );
    case 'token-no-access':
      return trans.__(
        'The token does not open this server. Copy a new connection URL.'
      );
    case 'token-other-user':
      return trans.__('The token is of another user. Make one of your own.');
    case 'token-refused':
      return trans.__(
        'The token is refused: IDEs say “Forbidden” or 403. Copy a new connection URL.'
      );
    default:
      return trans.__('This did not work, for the reason “%1”.', reason);
  }
}
