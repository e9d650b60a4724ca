import { URLExt } from '@jupyterlab/coreutils';

import type { IFile } from './folder';
import type { AppsModel } from './model';
import { wellFormed } from './tabid';
import type { IApp } from './types';

/**
 * The page of an app in a browser tab: the server's page with a bar around it, which has the way back and starts the
 * app. The app's own page where there is none.
 */
export function hostPage(
  model: AppsModel,
  app: IApp,
  folder: string | null,
  file: IFile | null = null
): string {
  if (!model.hasServerHalf) {
    return model.urlOf(app.open_url);
  }
  return (
    URLExt.join(
      model.urlOf(''),
      'remote-ide/open',
      encodeURIComponent(app.name)
    ) +
    URLExt.objectToQueryString(
      folder === null
        ? {}
        : {
            folder: wellFormed(folder),
            ...(file && { ...file, file: wellFormed(file.file) })
          }
    )
  );
}

/** The same at the place where the app is by now, which the page has behind a "#". */
export function hostPageAt(
  model: AppsModel,
  app: IApp,
  location: string
): string {
  if (!model.hasServerHalf) {
    return location;
  }
  const { origin, pathname } = new URL(model.urlOf(app.open_url));
  const base = origin + pathname;
  const page = hostPage(model, app, null);
  return base.endsWith('/') && location.startsWith(base) && location !== base
    ? `${page}#${location.slice(base.length)}`
    : page;
}
