import { LabIcon } from '@jupyterlab/ui-components';

import keySvg from '../../src/apitokens/key.svg';

/** An API token. */
export const keyIcon = new LabIcon({ name: 'remote-ide:key', svgstr: keySvg });
