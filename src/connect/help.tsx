import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { ISessionModel } from '../tokens';
import { CopyButton } from '../ui/copybutton';
import { useModel } from '../ui/hooks';

export interface IHelpSectionProps {
  readonly trans: TranslationBundle;
  readonly session: ISessionModel;
}

const VERIFY = '!hostname';

/** How to see that it works, and what a token means. */
export default function HelpSection(
  props: IHelpSectionProps
): React.JSX.Element {
  const { trans, session } = props;
  const host = useModel(session.session, s => s.data?.host ?? '');
  return (
    <>
      <p>
        {host === ''
          ? trans.__(
              'To see that it works, run this in a cell of your IDE: it prints the name of the server, not of your computer.'
            )
          : trans.__(
              'To see that it works, run this in a cell of your IDE: it prints %1.',
              host
            )}
      </p>
      <div className="jp-RemoteIDE-secret">
        <code className="jp-RemoteIDE-secretText">{VERIFY}</code>
        <CopyButton
          trans={trans}
          label={trans.__('Copy the line')}
          text={() => VERIFY}
        />
      </div>
      <p>
        {trans.__(
          'Whoever holds a connection URL can run code as you. Do not share it; revoke it under “API tokens”.'
        )}
      </p>
    </>
  );
}
