import { LabIcon } from '@jupyterlab/ui-components';

import pycharmSvg from '../../style/icons/pycharm.svg';
import vscodeSvg from '../../style/icons/vscode.svg';

const DRAWN = { pycharm: pycharmSvg, vscode: vscodeSvg };

/** Makes JupyterLab know the icons that clients name, which are drawn for both themes. */
export function addClientIcons(): LabIcon[] {
  return Object.entries(DRAWN).map(
    ([name, svgstr]) => new LabIcon({ name: `remote-ide:${name}`, svgstr })
  );
}
