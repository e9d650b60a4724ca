import { PageConfig, URLExt } from '@jupyterlab/coreutils';

/**
 * The address of one of the hub's own pages, such as `home` or `token`.
 *
 * @returns null where no hub started this server
 */
export function hubUrl(page: string): string | null {
  const prefix = PageConfig.getOption('hubPrefix');
  return prefix === ''
    ? null
    : PageConfig.getOption('hubHost') + URLExt.join(prefix, page);
}
