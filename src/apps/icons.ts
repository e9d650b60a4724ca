import { LabIcon, launcherIcon } from '@jupyterlab/ui-components';

import type { IApp } from './types';

const icons = new Map<string, LabIcon>();

/** Of ours none needs a ground; they stand on both themes. */
const OURS = '/remote-ide/icons/';

/** An app's own icon as JupyterLab draws icons; a picture of the server within an SVG, on white as many are black. */
export function iconOf(app: IApp | undefined): LabIcon {
  const url = app?.icon_url;
  if (url === null || url === undefined) {
    return launcherIcon;
  }
  let icon = icons.get(url);
  if (icon === undefined) {
    const href = url.replace(/&/g, '&amp;').replace(/"/g, '&quot;');
    icon = new LabIcon({
      name: `remote-ide:app-${icons.size}`,
      svgstr:
        '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16">' +
        (url.includes(OURS)
          ? `<image href="${href}" width="16" height="16"/></svg>`
          : '<rect width="16" height="16" rx="2" fill="#fff"/>' +
            `<image href="${href}" x="1" y="1" width="14" height="14"/></svg>`)
    });
    icons.set(url, icon);
    guard(icon, url);
  }
  return icon;
}

/** A picture that does not come would be drawn as a broken one, wherever the icon stands. */
function guard(icon: LabIcon, url: string): void {
  const picture = new Image();
  picture.onerror = () => {
    icon.svgstr = launcherIcon.svgstr;
  };
  picture.src = url;
}
