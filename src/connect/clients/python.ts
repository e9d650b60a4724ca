import type { IInstructions } from '../types';
import { refusalWords, refusesUrls, withoutSlash } from './pieces';

/** The library jupyter_kernel_client 1.0. */
const python: IInstructions = {
  icon: 'ui-components:python',
  needs: () => null,
  instead: facts => (refusesUrls(facts) ? 'bridge' : null),
  pieces: facts => [
    {
      kind: 'file',
      label: trans => trans.__('In Python:'),
      isSecret: facts.wantsToken,
      text: secret =>
        [
          'from jupyter_kernel_client import JupyterKernelClient',
          '',
          'with JupyterKernelClient(',
          `    server_url=${JSON.stringify(withoutSlash(facts))},`,
          `    token=${JSON.stringify(facts.wantsToken ? secret : '')},`,
          ') as kernel:',
          '    print(kernel.execute("!hostname"))'
        ].join('\n')
    },
    {
      kind: 'command',
      label: trans => trans.__('Once, on your computer:'),
      isSecret: false,
      text: () => 'pip install "jupyter_kernel_client>=1.0,<2"'
    }
  ],
  steps: trans => [trans.__('Install the library once, then run the code.')],
  notes: trans => [trans.__('Do not commit code with the token in it.')],
  caveats: refusalWords,
  help: () => []
};

export default python;
