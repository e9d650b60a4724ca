import type { JupyterFrontEndPlugin } from '@jupyterlab/application';

import ui from './ui/plugin';

const plugins: JupyterFrontEndPlugin<unknown>[] = [...ui];

export default plugins;
