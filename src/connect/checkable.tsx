import * as React from 'react';

import { late } from '../ui/late';
import { LinkButton } from '../ui/linkbutton';
import type { IDoctorProps } from './doctor/doctor';

const Doctor = late(
  async () =>
    (await import(/* webpackChunkName: "doctor" */ './doctor/doctor')).default
);

/** Looks, at a press, whether an IDE gets in; where `isUnasked`, at the certificate by itself. */
export function Checkable(props: IDoctorProps): React.JSX.Element {
  const [isOpen, turn] = React.useReducer((is: boolean) => !is, false);
  return (
    <>
      <p className="jp-RemoteIDE-quiet">
        <LinkButton aria-expanded={isOpen} onClick={turn}>
          {props.trans.__('Check connection')}
        </LinkButton>
      </p>
      {(isOpen || (props.isUnasked && location.protocol === 'https:')) && (
        <React.Suspense>
          <Doctor {...props} isUnasked={!isOpen} />
        </React.Suspense>
      )}
    </>
  );
}
