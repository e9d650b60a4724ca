import * as React from 'react';

import { late } from '../ui/late';
import type { ICardProps } from './card';
import { Unfolding } from './unfolding';

const Tunnel = late(
  async () =>
    (await import(/* webpackChunkName: "tunnel" */ './tunnel/view')).default
);

/** What leads to the way by SSH. */
export function Way(props: ICardProps): React.JSX.Element {
  return (
    <Unfolding label={props.trans.__('SSH tunnel to this server')}>
      <Tunnel {...props} />
    </Unfolding>
  );
}
