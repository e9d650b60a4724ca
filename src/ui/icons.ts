import { LabIcon } from '@jupyterlab/ui-components';

import maskSvg from '../../style/icons/mask.svg';
import remoteIdeSvg from '../../style/icons/remote-ide.svg';
import revealSvg from '../../style/icons/reveal.svg';

/** The panel's own icon, in the side bar. */
export const remoteIdeIcon = new LabIcon({
  name: 'remote-ide:panel',
  svgstr: remoteIdeSvg
});

export const revealIcon = new LabIcon({
  name: 'remote-ide:reveal',
  svgstr: revealSvg
});

export const maskIcon = new LabIcon({
  name: 'remote-ide:mask',
  svgstr: maskSvg
});
