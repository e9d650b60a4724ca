import type { TranslationBundle } from '@jupyterlab/translation';
import { closeIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

import { CopyButton } from '../ui/copybutton';
import { ErrorLine } from '../ui/errorline';
import { IconButton } from '../ui/iconbutton';
import { LogReader } from './logreader';
import type { AppsModel } from './model';
import type { IApp } from './types';

/** How far from its end a log still counts as being at its end, in px. */
const NEAR = 24;

export interface IAppLogProps {
  readonly model: AppsModel;
  readonly app: IApp;
  readonly trans: TranslationBundle;
}

/** The log of one app; new lines come when the app's row says that there are some. */
export function AppLog(props: IAppLogProps): React.JSX.Element {
  const { model, app, trans } = props;
  const reader = useLog(model, app);
  const { isEmpty, lines, problem } = reader;
  const box = React.useRef<HTMLPreElement>(null);
  const isAtEnd = React.useRef(true);
  React.useLayoutEffect(() => {
    // Follow, unless the reader scrolled up.
    if (box.current && isAtEnd.current) {
      box.current.scrollTop = box.current.scrollHeight;
    }
  }, [lines]);
  const hasLines = lines.length > 0;
  React.useEffect(() => {
    box.current?.focus({ preventScroll: true });
  }, []);
  React.useEffect(() => {
    // Asked for from a tab or another section: the reader looks elsewhere. Once more when it has its height.
    box.current?.closest('li')?.scrollIntoView({ block: 'nearest' });
  }, [hasLines]);
  const isOver = isEmpty && app.state === 'stopped';
  React.useEffect(() => {
    // It ended with the server that knew its log.
    if (isOver) {
      model.showLog(null);
    }
  }, [isOver, model]);
  const text = reader.shown(trans).join('\n');
  return (
    <div className="jp-RemoteIDE-log">
      <div className="jp-RemoteIDE-logBar">
        <span>{trans.__('Log of %1', app.title)}</span>
        <CopyButton
          trans={trans}
          label={trans.__('Copy the log of %1', app.title)}
          text={() => text}
        />
        <IconButton
          icon={closeIcon}
          label={trans.__('Close the log of %1', app.title)}
          onClick={() => {
            model.showLog(null);
          }}
        />
      </div>
      {problem === null ? null : (
        <ErrorLine
          trans={trans}
          reason={problem.reason}
          context={{ name: app.title }}
        />
      )}
      <pre
        ref={box}
        role="log"
        aria-live="off"
        aria-label={trans.__('Log of %1', app.title)}
        data-roving=""
        onScroll={({ currentTarget: at }) => {
          isAtEnd.current =
            at.scrollHeight - at.scrollTop - at.clientHeight < NEAR;
        }}
      >
        {isEmpty && problem === null ? trans.__('Nothing written yet.') : text}
      </pre>
    </div>
  );
}

function useLog(model: AppsModel, { name, log_next }: IApp): LogReader {
  const [, redraw] = React.useReducer((count: number) => count + 1, 0);
  const reader = React.useMemo(
    () => new LogReader(after => model.log(name, after), redraw),
    [model, name]
  );
  React.useEffect(
    () => () => {
      reader.dispose();
    },
    [reader]
  );
  React.useEffect(() => {
    void reader.read();
  }, [reader, log_next]);
  return reader;
}
