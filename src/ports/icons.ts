import { LabIcon } from '@jupyterlab/ui-components';

import splitSvg from '../../src/ports/split.svg';

/** Two tabs side by side. */
export const splitIcon = new LabIcon({
  name: 'remote-ide:split',
  svgstr: splitSvg
});
