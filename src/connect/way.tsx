import * as React from 'react';

import { useModel } from '../ui/hooks';
import { late } from '../ui/late';
import type { ICardProps } from './card';
import { isLoopback } from './types';
import { Unfolding } from './unfolding';

const Tunnel = late(
  async () =>
    (await import(/* webpackChunkName: "tunnel" */ './tunnel/view')).default
);

/** What leads to the way by SSH. It stands open for who came by it: a page at their own computer, of a server in a job. */
export function Way(props: ICardProps): React.JSX.Element {
  const { trans, model, session } = props;
  const isBehind = useModel(
    session.session,
    s => s.data?.job != null && isLoopback(model.facts.address)
  );
  return (
    <Unfolding label={trans.__('SSH tunnel to this server')} isOpen={isBehind}>
      <Tunnel {...props} />
    </Unfolding>
  );
}
