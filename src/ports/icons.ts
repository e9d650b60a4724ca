import { LabIcon } from '@jupyterlab/ui-components';

import plugSvg from '../../src/ports/plug.svg';

export { webIcon } from '../ui/webicon';

/** What listens, and has none. */
export const plugIcon = new LabIcon({
  name: 'remote-ide:plug',
  svgstr: plugSvg
});
