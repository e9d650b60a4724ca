import { launcherIcon } from '@jupyterlab/ui-components';

import { iconOf } from '../../apps/icons';
import { app } from '../../apps/types';
import { appRow } from './rows';

const withIcon = (icon_url: string | null) =>
  app(appRow('a', 'stopped', { icon_url }));

const pictures: HTMLImageElement[] = [];
const Real = window.Image;

beforeEach(() => {
  pictures.length = 0;
  window.Image = class extends Real {
    constructor() {
      super();
      pictures.push(this);
    }
  };
});

afterEach(() => {
  window.Image = Real;
});

it('draws the default icon where an app has none', () => {
  expect(iconOf(withIcon(null))).toBe(launcherIcon);
  expect(iconOf(undefined)).toBe(launcherIcon);
});

it('draws an own icon, and the default one once its picture fails', () => {
  const icon = iconOf(withIcon('/x/server-proxy/icon/a"b'));
  expect(icon.svgstr).toContain('href="/x/server-proxy/icon/a&quot;b"');
  const drawn = document.createElement('div');
  document.body.append(drawn);
  icon.element({ container: drawn });
  expect(drawn.querySelector('image')).not.toBeNull();
  expect(pictures).toHaveLength(1);
  pictures[0]?.onerror?.('failed');
  expect(icon.svgstr).toBe(launcherIcon.svgstr);
  expect(drawn.querySelector('image')).toBeNull();
  expect(drawn.querySelector('svg')).not.toBeNull();
  expect(iconOf(withIcon('/x/server-proxy/icon/a"b'))).toBe(icon);
});
