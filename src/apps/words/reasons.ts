import type { TranslationBundle } from '@jupyterlab/translation';

import type { ISentenceContext } from '../../tokens';
import { ofNamed } from './facts';

/** Programs of this server and what they are opened with. Without a name of an app it may be a port. */
export function reasons(
  trans: TranslationBundle,
  reason: string,
  { name: app, facts }: ISentenceContext
): string | undefined {
  if (app !== undefined) {
    const words = ofNamed(trans, reason, app, facts ?? {});
    if (words !== undefined) {
      return words;
    }
  }
  const name = app ?? trans.__('The app');
  switch (reason) {
    case 'missing':
    case 'program-missing':
      return trans.__('%1 is not installed on this server.', name);
    case 'module-needed':
      return trans.__('%1 needs a software module to be loaded.', name);
    case 'cannot-execute':
      return trans.__('%1 is installed but cannot be run.', name);
    case 'could-not-start':
    case 'app-failed':
      return trans.__('%1 could not be started. Its log says more.', name);
    case 'command-failed':
      return trans.__(
        'The command that starts %1 could not be made. Its log says more.',
        name
      );
    case 'start-timeout':
      return trans.__('%1 did not answer in time. Its log says more.', name);
    case 'not-answering':
      return trans.__('%1 runs but does not answer.', name);
    case 'command-ended':
      return trans.__('The command of %1 has ended.', name);
    case 'silent':
      return trans.__('%1 has not answered yet.', name);
    case 'bad-definition':
      return trans.__('The definition of %1 has a wrong value.', name);
    case 'not-configured':
      return trans.__(
        '%1 has no start command in this server’s settings.',
        name
      );
    case 'needs-server-restart':
      return trans.__(
        '%1 is there by now: restart the server to use it.',
        name
      );
    case 'wrapper-failed':
      return trans.__(
        'What connects %1 to the server failed to load; the server’s log says why.',
        name
      );
    case 'crash-loop':
      return trans.__(
        '%1 stopped several times in a row, so it is not started again by itself.',
        name
      );
    case 'exited':
      return trans.__('%1 has ended.', name);
    case 'exited-before-ready':
      return trans.__('%1 ended before it was ready. Its log says more.', name);
    case 'stopped-by-person':
      return trans.__('%1 was stopped, and stays so until you start it.', name);
    case 'answers-5xx':
      return trans.__('%1 answers with an error of its own.', name);
    case 'folder-not-utf8':
      return trans.__(
        'The name of this folder is not UTF-8, so no address can say it. Rename the folder first.'
      );
    case 'folder-outside-root':
      return trans.__('This folder is outside of the server’s folder.');
    case 'folder-not-on-disk':
      return trans.__(
        'This folder is not on the server’s disk, so a program cannot open it.'
      );
    case 'folder-missing':
      return trans.__('This folder does not exist any more.');
    case 'interpreter-missing':
      return trans.__('A program that %1 needs is not there.', name);
    case 'port-taken':
      return trans.__('Another program uses the port of %1.', name);
    case 'speaks-tls':
      return trans.__(
        '%1 speaks TLS, which does not work behind Jupyter. Switch TLS off in its settings.',
        name
      );
    case 'paused':
      return trans.__(
        '%1 is paused: a signal stopped it. Continue it in a terminal, or restart it.',
        name
      );
    case 'runs-outside':
      return trans.__('%1 was not started from here.', name);
    case 'listens-elsewhere':
      return trans.__('%1 does not listen where it is expected.', name);
    case 'redirects-away':
      return trans.__('%1 sends its visitors away from this server.', name);
    case 'not-ended':
      return trans.__('The program could not be ended.');
    case 'cross-site':
      return trans.__(
        'Another web page asked for %1, and may not start it.',
        name
      );
    case 'respawning':
      return trans.__(
        '%1 ended unexpectedly and is being started again.',
        name
      );
    case 'restarting':
      return trans.__('%1 is being restarted.', name);
    case 'stopping':
      return trans.__('%1 is being stopped.', name);
    case 'app-absent':
    case 'app-unreachable':
      return trans.__('%1 cannot be started here.', name);
    case 'bad-after':
      return trans.__(
        'The server did not understand this page. Reload it if Remote IDE was updated.'
      );
    case 'apps-failed':
      return trans.__('Apps do not work on this server; its log says why.');
    case 'bad-file':
      return trans.__('This is no file that %1 could open.', name);
    case 'bad-folder':
      return trans.__('This is no folder that %1 could open.', name);
    case 'app-external':
    case 'apps-open-only':
    case 'proxy-handler-names':
    case 'proxy-state':
      return trans.__(
        'On this server apps can be opened, but not stopped or restarted from here.'
      );
    default:
      return undefined;
  }
}
