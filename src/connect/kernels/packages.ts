import type { TranslationBundle } from '@jupyterlab/translation';

import type { IPackages } from './types';

/** The line of a cell that installs. */
const PIP = '%pip install …';

/** One sentence for where packages go, with what to do where they do not last; the site's own word wins. */
export function whereWords(
  trans: TranslationBundle,
  packages: IPackages
): string {
  const { text, target } = packages;
  if (text !== null) {
    return text;
  }
  if (target === null) {
    return trans.__(
      'Install packages with %1 in a cell: they go where the kernel runs.',
      PIP
    );
  }
  if (packages.is_writable === false) {
    return trans.__(
      '%1 cannot write to %2. Make a virtual environment in your own folder, and make it a kernel.',
      PIP,
      target
    );
  }
  if (packages.is_temporary === true) {
    return trans.__(
      '%1 puts packages into %2, which goes away with the job, container or machine: install them again then.',
      PIP,
      target
    );
  }
  return packages.is_user_site === true
    ? trans.__(
        '%1 puts packages into %2, for all your kernels of this Python version.',
        PIP,
        target
      )
    : trans.__('%1 puts packages into %2.', PIP, target);
}

/** Where they come from; null where pip's own setting says nothing, or where that is of no use. */
export function indexWords(
  trans: TranslationBundle,
  packages: IPackages
): string | null {
  if (packages.text !== null || packages.is_writable === false) {
    return null;
  }
  if (packages.no_index === true) {
    return trans.__(
      'pip is set to use no index here: it finds only packages that your site provides, none of the internet.'
    );
  }
  return packages.index === null
    ? null
    : trans.__('They come from %1.', packages.index);
}
