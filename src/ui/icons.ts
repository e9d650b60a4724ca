import { LabIcon } from '@jupyterlab/ui-components';

import remoteIdeSvg from '../../style/icons/remote-ide.svg';

/** The panel's own icon, in the side bar. */
export const remoteIdeIcon = new LabIcon({
  name: 'remote-ide:panel',
  svgstr: remoteIdeSvg
});
