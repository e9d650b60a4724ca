import type { IWords } from '../tokens';

/** What may hinder a connection on this side. */
export const words: IWords = {
  sentence: (trans, reason) => {
    switch (reason) {
      case 'copy-refused':
        return trans.__(
          'The browser did not let us copy. The text is selected below: copy it with the keyboard.'
        );
      case 'pasted-unknown':
        return trans.__(
          'This is no token of this hub, or no longer. Make a new one.'
        );
      case 'pasted-other-user':
        return trans.__('This token is of another user. Make your own.');
      case 'pasted-no-access':
        return trans.__(
          'This token does not open this server. Make one with the permissions above.'
        );
      case 'hub-no-tunnel':
      case 'no-tcp-port':
      case 'unsafe-name':
        return trans.__('No command for a tunnel fits this server.');
      case 'connect-failed':
        return trans.__(
          'Tunnels do not work on this server; its log says why.'
        );
      default:
        return undefined;
    }
  }
};
