import type { IInstructions } from '../types';

/** curl, with the secret on its standard input: arguments can be read by others on that computer. */
const curl: IInstructions = {
  icon: 'ui-components:terminal',
  needs: () => null,
  pieces: ({ address, wantsToken }) => [
    {
      kind: 'command',
      label: trans => trans.__('In a terminal on Linux or macOS:'),
      isSecret: wantsToken,
      text: secret =>
        [
          "curl --fail --config - <<'END'",
          `url = "${address}api/kernels"`,
          ...(wantsToken ? [`header = "Authorization: token ${secret}"`] : []),
          'END'
        ].join('\n')
    }
  ],
  steps: trans => [
    trans.__('Run these lines: they print your kernels as JSON.')
  ],
  notes: () => [],
  caveats: () => [],
  help: () => []
};

export default curl;
