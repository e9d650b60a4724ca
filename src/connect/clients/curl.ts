import type { IInstructions } from '../types';
import { forShells } from './pieces';

/** curl, with the secret on its standard input: arguments can be read by others on that computer. */
const curl: IInstructions = {
  icon: 'ui-components:terminal',
  needs: () => null,
  pieces: facts => {
    const lines = (before: string, after: string) => (secret: string) =>
      [
        before,
        `url = "${facts.address}api/kernels"`,
        ...(facts.wantsToken
          ? [`header = "Authorization: token ${secret}"`]
          : []),
        after
      ].join('\n');
    return forShells(
      facts,
      lines("curl --fail --config - <<'END'", 'END'),
      lines("@'", "'@ | curl.exe --fail --config -")
    );
  },
  steps: trans => [
    trans.__('Run these lines: they print your kernels as JSON.')
  ],
  notes: () => [],
  caveats: () => [],
  help: () => []
};

export default curl;
