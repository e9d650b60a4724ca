import { LabIcon } from '@jupyterlab/ui-components';

import webSvg from '../../style/icons/web.svg';

/** What has pages for a browser. */
export const webIcon = new LabIcon({ name: 'remote-ide:web', svgstr: webSvg });
