import * as React from 'react';

import { copyText } from '../ui/clipboard';
import { ErrorLine } from '../ui/errorline';
import { useModel } from '../ui/hooks';
import { late } from '../ui/late';
import { LinkButton } from '../ui/linkbutton';
import type { ICardProps } from './card';
import { Text } from './pieces';
import { isLoopback } from './types';

const Tunnel = late(
  async () =>
    (await import(/* webpackChunkName: "tunnel" */ './tunnel/view')).default
);

/** Handed over: what another chunk imports stands apart in that of the panel, which costs 70 bytes each. */
const parts = { copyText, ErrorLine, Text, useModel };

/** What leads to the way by SSH. It stands open for who came by it: a page at their own computer, of a server in a job. */
export function Way(props: ICardProps): React.JSX.Element {
  const { trans, model, session } = props;
  const isBehind = useModel(
    session.session,
    s => s.data?.job != null && isLoopback(model.facts.address)
  );
  const [chosen, choose] = React.useState<boolean | null>(null);
  const isOpen = chosen ?? isBehind;
  return (
    <>
      <p className="jp-RemoteIDE-quiet">
        <LinkButton
          aria-expanded={isOpen}
          onClick={() => {
            choose(!isOpen);
          }}
        >
          {trans.__('SSH tunnel to this server')}
        </LinkButton>
      </p>
      {isOpen && (
        <React.Suspense fallback="">
          <Tunnel {...props} parts={parts} />
        </React.Suspense>
      )}
    </>
  );
}
