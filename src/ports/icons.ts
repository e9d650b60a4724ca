import { LabIcon } from '@jupyterlab/ui-components';

import splitSvg from '../../style/icons/split.svg';

/** Two tabs side by side. */
export const splitIcon = new LabIcon({
  name: 'remote-ide:split',
  svgstr: splitSvg
});
