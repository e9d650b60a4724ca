import type { IInstructions } from '../types';
import { refusalWords, refusesUrls, variables, withoutSlash } from './pieces';

/** Agents, by the variables that jupyter-mcp-server reads; another agent may read the same. */
const mcp: IInstructions = {
  icon: 'ui-components:extension',
  needs: () => null,
  instead: facts => (refusesUrls(facts) ? 'bridge' : null),
  pieces: facts =>
    variables(
      facts,
      ['JUPYTER_URL', withoutSlash(facts)],
      'JUPYTER_TOKEN',
      'uvx jupyter-mcp-server@latest'
    ),
  steps: trans => [
    trans.__(
      'Run these lines, or put the two variables into the “env” of your agent’s MCP settings.'
    )
  ],
  notes: trans => [
    trans.__('An agent with this token runs code as you.'),
    trans.__(
      'To edit notebooks it needs jupyter-collaboration on the server, to run code it does not.'
    )
  ],
  caveats: refusalWords,
  help: () => []
};

export default mcp;
