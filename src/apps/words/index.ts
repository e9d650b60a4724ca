import type { IWords } from '../../tokens';
import { reasons } from './reasons';
import { setup } from './setup';

export { openWords } from './labels';
export {
  dotOf,
  installWords,
  lossWords,
  releaseWords,
  remedyWords,
  runWords,
  stateWord
} from './states';

/** Why an app is not there, does not start, or is in trouble. */
export const words: IWords = {
  sentence: (trans, reason, context) =>
    setup(trans, reason, context) ?? reasons(trans, reason, context),
  action: (trans, reason) => {
    switch (reason) {
      case 'bad-after':
        return { id: 'reload', label: trans.__('Reload the page') };
      case 'start-timeout':
      case 'exited-before-ready':
      case 'not-answering':
        return { id: 'show-log', label: trans.__('Show log') };
      case 'crash-loop':
      case 'exited':
      case 'stopped-by-person':
        return { id: 'start', label: trans.__('Start') };
      default:
        return undefined;
    }
  }
};
