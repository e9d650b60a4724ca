import type { JupyterFrontEndPlugin } from '@jupyterlab/application';

import apitokens from './apitokens/plugin';
import apps from './apps/plugin';
import connect from './connect/plugin';
import ports from './ports/plugin';
import session from './session/plugin';
import ui from './ui/plugin';

// What other extensions import: the tokens, and the types behind them.
export * from './tokens';

const plugins: JupyterFrontEndPlugin<unknown>[] = [
  ...ui,
  ...session,
  ...apitokens,
  ...connect,
  ...ports,
  ...apps
];

export default plugins;
