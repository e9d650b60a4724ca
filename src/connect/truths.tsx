import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { ISessionModel } from '../tokens';
import { useModel } from '../ui/hooks';

export interface ITruthsProps {
  readonly trans: TranslationBundle;
  readonly session: ISessionModel;
  /** Whether to say all: somebody is connecting. */
  readonly isLong: boolean;
}

/** Stands in a sentence for code, which has a look of its own. */
const CODE = '\uE000';

/** The base URL that Open OnDemand gives a server: it lets through who is logged in at the portal, by a cookie. */
const PORTAL = /^\/r?node\/[^/]+\/\d+\//;

/** Where files and packages are, which surprises people: short before the press, whole after it; and what no IDE passes. */
export function Truths(props: ITruthsProps): React.JSX.Element {
  const { trans, session, isLong } = props;
  const { host, folder } = useModel(session.session, s => placeOf(s.data));
  // Where a kernel starts is not known where kernels run elsewhere: then less is said.
  const where = host === '' ? trans.__('the server') : host;
  const portal = PORTAL.test(location.pathname) && (
    <p>
      {trans.__('An IDE cannot pass your portal’s login: use an SSH tunnel.')}
    </p>
  );
  if (!isLong) {
    return (
      <>
        {portal}
        <p className="jp-RemoteIDE-quiet jp-RemoteIDE-truths">
          {trans.__(
            'Notebooks stay on your computer. Code, files and packages are on %1.',
            where.replace(/\..*[a-z].*/i, '') // an address stays whole
          )}
        </p>
      </>
    );
  }
  return (
    <div className="jp-RemoteIDE-truths">
      {portal}
      <p>
        {folder === null
          ? trans.__(
              'Notebooks are saved on your computer. Code reads and writes files on %1. Upload data in JupyterLab first.',
              where
            )
          : coded(
              trans.__(
                'Notebooks are saved on your computer. Code reads and writes files on %1: %2 means %3. Upload data in JupyterLab first.',
                where,
                CODE,
                `${folder}/data.csv`
              ),
              'open("data.csv")'
            )}
      </p>
      <p>
        {coded(
          trans.__(
            'Install packages on %1 (%2 in a cell); installing on your computer has no effect.',
            where,
            CODE
          ),
          '%pip install …'
        )}
      </p>
    </div>
  );
}

/** Where code of an IDE runs, and in which folder, without the last slash; `''` and null where that is not known. */
export function placeOf(
  session: { readonly host: string; readonly folder: string | null } | null
): { readonly host: string; readonly folder: string | null } {
  return session?.folder == null
    ? { host: '', folder: null }
    : { host: session.host, folder: session.folder.replace(/\/$/, '') };
}

function coded(sentence: string, code: string): React.ReactNode {
  const [before, after] = sentence.split(CODE);
  return (
    <>
      {before}
      <code>{code}</code>
      {after}
    </>
  );
}
