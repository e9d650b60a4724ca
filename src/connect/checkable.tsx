import * as React from 'react';

import { late } from '../ui/late';
import type { IDoctorProps } from './doctor/doctor';
import { Unfolding } from './unfolding';

const Doctor = late(
  async () =>
    (await import(/* webpackChunkName: "doctor" */ './doctor/doctor')).default
);

/** Looks, at a press, whether an IDE gets in; where `isUnasked`, at the certificate by itself. */
export function Checkable(props: IDoctorProps): React.JSX.Element {
  return (
    <Unfolding
      label={props.trans.__('Check connection')}
      folded={
        props.isUnasked && location.protocol === 'https:' ? (
          <Doctor {...props} />
        ) : null
      }
    >
      <Doctor {...props} isUnasked={false} />
    </Unfolding>
  );
}
