import type { TranslationBundle } from '@jupyterlab/translation';
import { ellipsesIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

import type { Resource } from '../core/resource';
import { ErrorLine } from '../ui/errorline';
import { useModel, useNow } from '../ui/hooks';
import { sentence } from '../ui/messages';
import { StateDot } from '../ui/statedot';
import { duration, size } from '../ui/words';
import { type ISession, type IStatus, isUnloaded } from './types';

export interface ISessionSectionProps {
  readonly trans: TranslationBundle;
  readonly status: Resource<IStatus>;
  readonly session: Resource<ISession>;
  readonly onRetry: () => void;
  /** Opens the menu below a button. */
  readonly onMenu: (anchor: HTMLElement) => void;
}

/** The strip at the top: only facts that exist. */
export default function SessionSection(
  props: ISessionSectionProps
): React.JSX.Element {
  const { trans, onRetry, onMenu } = props;
  const status = useModel(props.status, s => s.data);
  const problem = useModel(props.status, s => s.problem);
  const session = useModel(props.session, s => s.data);
  const asOf = useModel(props.session, s => s.asOf);
  const server = status?.server_name ?? '';
  return (
    <div className="jp-RemoteIDE-strip">
      <div className="jp-RemoteIDE-stripTop">
        <strong className="jp-RemoteIDE-host" title={session?.host}>
          {session?.host ?? window.location.hostname}
        </strong>
        <button
          type="button"
          className="jp-RemoteIDE-button jp-mod-minimal"
          aria-haspopup="menu"
          aria-label={trans.__('More')}
          title={trans.__('More')}
          onClick={event => {
            onMenu(event.currentTarget);
          }}
        >
          <ellipsesIcon.react tag="span" aria-hidden="true" />
        </button>
      </div>
      {session === null ? null : (
        <Facts trans={trans} session={session} server={server} />
      )}
      {session?.end_time == null || asOf === null ? null : (
        <TimeLeft
          trans={trans}
          end={session.end_time}
          offset={session.now - asOf / 1000}
        />
      )}
      {status?.warnings
        .filter(reason => !isUnloaded(reason))
        .map(reason => (
          <p key={reason} className="jp-RemoteIDE-warning">
            <StateDot kind="warn" />
            <span>
              {
                sentence(trans, reason, {
                  detail: status.details[reason] ?? ''
                }).text
              }
            </span>
          </p>
        ))}
      {problem === null ? null : (
        <ErrorLine
          trans={trans}
          reason={problem.reason}
          actions={{ retry: onRetry }}
        />
      )}
    </div>
  );
}

function Facts(props: {
  trans: TranslationBundle;
  session: ISession;
  server: string;
}): React.JSX.Element | null {
  const { trans, session, server } = props;
  const { job, resources } = session;
  const facts: string[] = [];
  if (server !== '') {
    facts.push(trans.__('server %1', server));
  }
  if (job !== null) {
    facts.push(trans.__('job %1', job.id));
  }
  if (resources.cpu_count !== null) {
    facts.push(trans._n('%1 CPU', '%1 CPUs', resources.cpu_count));
  }
  if (resources.memory_limit !== null) {
    facts.push(trans.__('%1 memory', size(resources.memory_limit)));
  }
  return facts.length === 0 ? null : (
    <p className="jp-RemoteIDE-quiet">{facts.join(' · ')}</p>
  );
}

function TimeLeft(props: {
  trans: TranslationBundle;
  end: number;
  offset: number;
}): React.JSX.Element {
  const { trans, end, offset } = props;
  // The server's clock: this computer's may be minutes off.
  const left = end - (useNow(15_000) / 1000 + offset);
  const kind = left < 900 ? 'error' : left < 3600 ? 'warn' : 'off';
  const exact = new Date((end - offset) * 1000);
  const clock = exact.toLocaleTimeString([], { timeStyle: 'short' });
  return (
    <p className="jp-RemoteIDE-warning" title={exact.toLocaleString()}>
      <StateDot kind={kind} />
      <span>
        {left > 0
          ? trans.__('Ends at %1, in %2', clock, duration(trans, left))
          : trans.__('Was to end at %1', clock)}
      </span>
    </p>
  );
}
