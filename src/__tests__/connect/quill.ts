import type { IInstructions } from '../../connect/types';

/** Quill, which keeps the URL and the token in a file, or asks for the token. */
const quill: IInstructions = {
  icon: 'ui-components:terminal',
  needs: ({ isHub }) => (isHub ? 'quill-knows-no-hub' : null),
  pieces: ({ address }) => [
    {
      kind: 'file',
      label: trans => trans.__('Put this into quill.toml:'),
      isSecret: true,
      text: secret => `url = "${address}"\ntoken = "${secret}"`
    },
    {
      kind: 'command',
      label: trans => trans.__('Or run this:'),
      isSecret: true,
      text: secret => `quill login <<< '${secret}'`
    },
    {
      kind: 'link',
      label: trans => trans.__('Get Quill'),
      isSecret: false,
      text: () => 'https://quill.example/'
    }
  ],
  steps: trans => [trans.__('Start Quill.')],
  notes: trans => [trans.__('Quill is young.')],
  caveats: () => [],
  help: () => []
};

export default quill;
