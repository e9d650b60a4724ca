import type { IInstructions } from '../types';
import { variables } from './pieces';

/** A Jupyter server on the own computer whose kernels run here; for programs that know only such a server. */
const bridge: IInstructions = {
  icon: 'ui-components:jupyter',
  needs: () => null,
  pieces: facts =>
    variables(
      facts,
      ['JUPYTER_GATEWAY_URL', facts.address],
      'JUPYTER_GATEWAY_AUTH_TOKEN',
      'jupyter server --port=8890'
    ),
  steps: trans => [
    trans.__(
      'Run these lines on your computer, where jupyter_server is installed, and keep the terminal open.'
    ),
    trans.__(
      'Give your program the URL that is printed: it begins with “http://localhost:8890/”.'
    )
  ],
  notes: trans => [
    trans.__(
      'Kernels run on this server; your program’s files stay on your computer.'
    )
  ],
  caveats: () => [],
  help: () => []
};

export default bridge;
