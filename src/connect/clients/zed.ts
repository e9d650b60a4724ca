import type { IInstructions } from '../types';
import {
  refusalWords,
  refusesUrls,
  untested,
  variables,
  withoutSlash
} from './pieces';

/** Zed, which reads two variables when it starts. */
const zed: IInstructions = {
  icon: 'ui-components:code',
  needs: () => null,
  instead: facts => (refusesUrls(facts) ? 'bridge' : null),
  pieces: facts =>
    variables(
      facts,
      ['JUPYTER_SERVER', withoutSlash(facts)],
      'JUPYTER_TOKEN',
      'zed'
    ),
  steps: trans => [
    trans.__('Quit Zed and run these lines in a terminal: they start it.'),
    trans.__('Open a file and run “repl: run”.')
  ],
  notes: trans => [untested(trans)],
  caveats: refusalWords,
  help: () => []
};

export default zed;
