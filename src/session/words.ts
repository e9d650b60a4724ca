import type { IWords } from '../tokens';

/** What is wrong with this server as a whole. */
export const words: IWords = {
  sentence: (trans, reason) => {
    switch (reason) {
      case 'no-hub':
        return trans.__('This server was not started by a hub.');
      case 'hub-only':
        return trans.__('Only the hub can stop this server.');
      case 'no-token':
        return trans.__(
          'This server asks for no password or token: whoever reaches its address can run code as you.'
        );
      case 'legacy-singleuser':
        return trans.__(
          'This server runs in an old mode in which the hub refuses kernels started from an IDE. Ask your administrator to turn JUPYTERHUB_SINGLEUSER_EXTENSION on.'
        );
      case 'session-failed':
        return trans.__(
          'What is known of this session cannot be shown; the server’s log says why.'
        );
      default:
        return undefined;
    }
  }
};
