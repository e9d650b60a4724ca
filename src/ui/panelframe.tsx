import type { TranslationBundle } from '@jupyterlab/translation';
import { caretDownIcon, caretRightIcon } from '@jupyterlab/ui-components';
import type { ISignal } from '@lumino/signaling';
import * as React from 'react';

// Everybody's styles come with the frame, a feature's with its section: nothing that needs them is seen before.
// They stay in src/, as tsc copies none to lib/, from where this is read.
import '../../src/ui/panel.css';
import '../../src/ui/parts.css';
import '../../src/ui/rows.css';
import '../../src/ui/fields.css';

import type { ISection } from '../tokens';
import { Boundary } from './boundary';
import { ErrorLine } from './errorline';
import { useModel } from './hooks';

/** What the frame reads of the panel. */
export interface IPanelState {
  readonly trans: TranslationBundle;
  readonly changed: ISignal<unknown, void>;
  readonly sections: readonly ISection[];
  readonly announcement: { readonly text: string; readonly count: number };
  readonly isLost: boolean;
  readonly revealing: string | null;
  revealed(): void;
  /** Ids of the sections that show their heading alone. */
  readonly folded: ReadonlySet<string>;
  setFolded(id: string, isFolded: boolean): void;
}

/** The regions of the panel, each with its heading, and the line that screen readers hear. */
export default function PanelFrame(props: {
  panel: IPanelState;
}): React.JSX.Element {
  const { panel } = props;
  const { trans } = panel;
  const sections = useModel(panel, p => p.sections);
  const { text, count } = useModel(panel, p => p.announcement);
  const isLost = useModel(panel, p => p.isLost);
  return (
    <div className={`jp-RemoteIDE-frame${isLost ? ' jp-mod-lost' : ''}`}>
      <h2 className="jp-RemoteIDE-hidden">{trans.__('Remote IDE')}</h2>
      {sections.map(section => (
        <Section key={section.id} panel={panel} section={section} />
      ))}
      <div className="jp-RemoteIDE-hidden" role="status" aria-live="polite">
        <span key={count}>{text}</span>
      </div>
    </div>
  );
}

function Section(props: {
  panel: IPanelState;
  section: ISection;
}): React.JSX.Element {
  const { panel, section } = props;
  const { trans } = panel;
  const key = React.useId();
  const box = React.useRef<HTMLElement>(null);
  const isRevealed = useModel(panel, p => p.revealing === section.id);
  React.useEffect(() => {
    if (isRevealed && box.current !== null) {
      panel.revealed();
      // What is inside may have taken the focus already, such as the tile that was asked for.
      if (!box.current.contains(document.activeElement)) {
        box.current.querySelector('button')?.focus({ preventScroll: true });
        box.current.scrollIntoView({ block: 'start' });
      }
    }
  }, [isRevealed, panel]);
  const body = (
    <Boundary
      fallback={(reason, retry) => (
        <ErrorLine trans={trans} reason={reason} actions={{ retry }} />
      )}
    >
      <React.Suspense
        fallback={<p className="jp-RemoteIDE-quiet">{trans.__('Loading…')}</p>}
      >
        <SectionBody section={section} />
      </React.Suspense>
    </Boundary>
  );
  if (section.title === '') {
    return (
      <div className="jp-RemoteIDE-section" data-section={section.id}>
        {body}
      </div>
    );
  }
  const isFolded = panel.folded.has(section.id);
  const Caret = isFolded ? caretRightIcon : caretDownIcon;
  return (
    <section
      ref={box}
      className="jp-RemoteIDE-section"
      data-section={section.id}
      aria-labelledby={`${key}-title`}
    >
      <h3 className="jp-RemoteIDE-heading">
        <button
          type="button"
          id={`${key}-title`}
          aria-expanded={!isFolded}
          aria-controls={`${key}-body`}
          onClick={() => {
            panel.setFolded(section.id, !isFolded);
          }}
        >
          <Caret.react tag="span" aria-hidden="true" />
          {section.title}
        </button>
      </h3>
      <div id={`${key}-body`} className="jp-RemoteIDE-body" hidden={isFolded}>
        {isFolded ? null : body}
      </div>
    </section>
  );
}

/** A component of its own, so that a section's `render` may be a lazy one. */
function SectionBody(props: { section: ISection }): React.JSX.Element {
  return props.section.render();
}
