import type { JupyterFrontEndPlugin } from '@jupyterlab/application';

import apitokens from './apitokens/plugin';
import connect from './connect/plugin';
import session from './session/plugin';
import ui from './ui/plugin';

const plugins: JupyterFrontEndPlugin<unknown>[] = [
  ...ui,
  ...session,
  ...apitokens,
  ...connect
];

export default plugins;
