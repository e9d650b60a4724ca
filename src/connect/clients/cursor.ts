import type { IInstructions } from '../types';
import { untested } from './pieces';
import vscode from './vscode';
import vscodeHelp from './vscodehelp';

/** Forks of VS Code, with the same extension from their own galleries. */
const cursor: IInstructions = {
  ...vscode,
  pieces: facts => [vscode.pieces(facts)[0]],
  steps: (trans, facts) => [
    trans.__(
      'Install the extension “Jupyter” and open a notebook. Press “Select Kernel”, top right.'
    ),
    ...vscode.steps(trans, facts).slice(1)
  ],
  notes: (trans, facts) => [untested(trans), ...vscode.notes(trans, facts)],
  help: (trans, facts) => vscodeHelp(trans, facts).slice(0, 1)
};

export default cursor;
