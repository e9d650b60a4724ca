import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import kernelsStyles from '../../../src/connect/kernels/kernels.raw.css';

import type { IProblem } from '../../core/result';
import { CopyButton } from '../../ui/copybutton';
import { ErrorLine } from '../../ui/errorline';
import { useModel } from '../../ui/hooks';
import { addStyles } from '../../ui/styles';
import { KernelsModel } from './model';
import { indexWords, whereWords } from './packages';
import type { IEnvironment, IKernel } from './types';
import { words } from './words';

addStyles(kernelsStyles);

export interface IKernelsProps {
  readonly trans: TranslationBundle;
  readonly client: KernelsModel.IClient;
}

interface IShared extends IKernelsProps {
  readonly model: KernelsModel;
}

/** What an IDE will list, what can be one more, and where packages go. */
export default function Kernels(props: IKernelsProps): React.JSX.Element {
  const { trans, client } = props;
  const [model] = React.useState(() => new KernelsModel(client));
  const { data, problem, made } = useModel(model, m => ({
    data: m.data,
    problem: m.problem,
    made: m.made
  }));
  React.useEffect(() => {
    void model.load();
  }, [model]);
  const offers = data?.environments.filter(one => !one.is_kernel) ?? [];
  const index = data && indexWords(trans, data.packages);
  const shared = { ...props, model };
  return (
    <div
      role="group"
      className="jp-RemoteIDE-kernels"
      aria-label={trans.__('Kernels and packages')}
    >
      {problem && <Problem {...shared} problem={problem} />}
      {!problem && !data && (
        <p role="status">{trans.__('Asking the server…')}</p>
      )}
      {data && (
        <>
          <p>{trans.__('Your IDE will list:')}</p>
          <ul>
            {data.kernels.map(kernel => (
              <Kernel
                key={kernel.name}
                {...shared}
                kernel={kernel}
                isDefault={kernel.name === data.default}
              />
            ))}
          </ul>
          {made !== null && <Made {...shared} made={made} />}
          {offers.length > 0 && (
            <>
              <p>{trans.__('Your environments that can be listed too:')}</p>
              <ul>
                {offers.map(one => (
                  <Offer key={one.path} {...shared} one={one} />
                ))}
              </ul>
            </>
          )}
          <p>{whereWords(trans, data.packages)}</p>
          {index !== null && <p className="jp-RemoteIDE-quiet">{index}</p>}
        </>
      )}
    </div>
  );
}

/** One that an IDE lists, by the name it has there; one that does not start says why. */
function Kernel(
  props: IShared & { kernel: IKernel; isDefault: boolean }
): React.JSX.Element {
  const { trans, kernel, isDefault } = props;
  const { display_name, reason, detail } = kernel;
  return (
    <li>
      {display_name}
      {isDefault && (
        <span className="jp-RemoteIDE-quiet">{` ${trans.__('default')}`}</span>
      )}
      {reason !== null && (
        <Problem
          {...props}
          problem={{ status: null, reason, detail: { path: detail } }}
        />
      )}
    </li>
  );
}

/** Says what is to be done now; it has the focus, as the button that was pressed is gone. */
function Made(props: IShared & { made: string }): React.JSX.Element {
  const { trans, made } = props;
  const line = React.useRef<HTMLParagraphElement>(null);
  React.useEffect(() => {
    line.current?.focus();
  }, [made]);
  return (
    <p ref={line} tabIndex={-1} role="status">
      {trans.__(
        '“%1” is a kernel now. The IDE lists it after “Refresh”, or once you open its list of kernels again.',
        made
      )}
    </p>
  );
}

/** An environment, and the button that makes it a kernel; why it did not become one. */
function Offer(props: IShared & { one: IEnvironment }): React.JSX.Element {
  const { trans, model, one } = props;
  const problem = model.problemOf(one.path);
  const lacks = words.sentence(trans, 'no-ipykernel', {});
  const command = problem?.detail?.command;
  return (
    <li>
      {one.name} <span className="jp-RemoteIDE-quiet">{one.path}</span>
      <button
        type="button"
        className="jp-RemoteIDE-button"
        aria-busy={model.isBusy(one.path)}
        aria-label={trans.__('Make it a kernel: %1', one.name)}
        onClick={() => void model.make(one)}
      >
        {trans.__('Make it a kernel')}
      </button>
      {one.has_ipykernel === false && problem === null && (
        <p className="jp-RemoteIDE-quiet">{lacks}</p>
      )}
      <div role="alert">
        {problem && <Problem {...props} problem={problem} />}
      </div>
      {typeof command === 'string' && (
        <>
          <p>
            {trans.__(
              'Run this in a terminal of this server, and press again:'
            )}
          </p>
          <div className="jp-RemoteIDE-secret">
            <code className="jp-RemoteIDE-secretText">{command}</code>
            <CopyButton
              trans={trans}
              label={trans.__('Copy the line that installs it')}
              text={() => command}
            />
          </div>
        </>
      )}
    </li>
  );
}

/** Why, in the words of this chunk or of the panel. */
function Problem(props: IShared & { problem: IProblem }): React.JSX.Element {
  const { trans, model, problem } = props;
  const { reason, detail } = problem;
  const text = words.sentence(trans, reason, {
    detail: String(detail?.path ?? detail?.folder ?? '')
  });
  return text === undefined ? (
    <ErrorLine
      trans={trans}
      reason={reason}
      actions={{ retry: () => void model.load() }}
    />
  ) : (
    <p className="jp-RemoteIDE-quiet">{text}</p>
  );
}
