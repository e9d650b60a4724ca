import type { TranslationBundle } from '@jupyterlab/translation';
import { caretDownIcon } from '@jupyterlab/ui-components';
import type { ISignal } from '@lumino/signaling';
import * as React from 'react';

// Everybody's styles come with the frame, a feature's with its section: nothing that needs them is seen before.
// They stay in src/, as tsc copies none to lib/, from where this is read.
import panelStyles from '../../src/ui/panel.raw.css';
import partsStyles from '../../src/ui/parts.raw.css';
import rowsStyles from '../../src/ui/rows.raw.css';
import fieldsStyles from '../../src/ui/fields.raw.css';

import type { ISection } from '../tokens';
import { Away } from './away';
import { Boundary } from './boundary';
import { ErrorLine } from './errorline';
import { useModel } from './hooks';
import { addStyles } from './styles';

addStyles(panelStyles, partsStyles, rowsStyles, fieldsStyles);

/** What the frame reads of the panel. */
export interface IPanelState {
  readonly trans: TranslationBundle;
  readonly changed: ISignal<unknown, void>;
  readonly sections: readonly ISection[];
  readonly announcement: { readonly text: string; readonly count: number };
  readonly isLost: boolean;
  readonly revealing: string | null;
  revealed(): void;
  /** Whether a section shows its heading alone, by id, where that is not as it begins. */
  readonly folds: ReadonlyMap<string, boolean>;
  setFolded(id: string, isFolded: boolean): void;
}

/** The regions of the panel, each with its heading, and the line that screen readers hear. */
export default function PanelFrame(props: {
  panel: IPanelState;
}): React.JSX.Element {
  const { panel } = props;
  const sections = useModel(panel, p => p.sections);
  const { text, count } = useModel(panel, p => p.announcement);
  const isLost = useModel(panel, p => p.isLost);
  const [isTold, tell] = React.useState(false);
  return (
    <div
      className={`jp-RemoteIDE-frame${isLost || isTold ? ' jp-mod-lost' : ''}`}
    >
      <Away.Provider value={{ isTold, tell }}>
        {regionsOf(sections).map(parts => (
          <Section key={parts[0].id} panel={panel} parts={parts} />
        ))}
      </Away.Provider>
      <div className="jp-RemoteIDE-hidden" role="status" aria-live="polite">
        <span key={count}>{text}</span>
      </div>
    </div>
  );
}

type Parts = readonly [ISection, ...ISection[]];

/** Sections with one id are parts of one region, which stands where the first of them does. */
function regionsOf(sections: readonly ISection[]): Parts[] {
  const regions = new Map<string, Parts>();
  for (const section of sections) {
    const { id } = section;
    const [first = section, ...others] = regions.get(id) ?? [];
    regions.set(
      id,
      first === section ? [section] : [first, ...others, section]
    );
  }
  return [...regions.values()];
}

function Section(props: {
  panel: IPanelState;
  parts: Parts;
}): React.JSX.Element {
  const { panel, parts } = props;
  const [section] = parts;
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
  const body = parts.map(part => (
    <Boundary
      key={part.rank}
      fallback={(reason, retry) => (
        <ErrorLine trans={trans} reason={reason} actions={{ retry }} />
      )}
    >
      <React.Suspense
        fallback={<p className="jp-RemoteIDE-quiet">{trans.__('Loading…')}</p>}
      >
        <SectionBody section={part} />
      </React.Suspense>
    </Boundary>
  ));
  if (section.title === '') {
    return (
      <div className="jp-RemoteIDE-section" data-section={section.id}>
        {body}
      </div>
    );
  }
  const isFolded = panel.folds.get(section.id) ?? section.isFolded ?? false;
  return (
    <section
      ref={box}
      className="jp-RemoteIDE-section lm-AccordionPanel"
      data-section={section.id}
      aria-labelledby={`${key}-title`}
    >
      {/* JupyterLab's accordion headings, by their classes: its panel itself shares the height out, and this one scrolls. */}
      <h3
        className={`jp-RemoteIDE-heading jp-AccordionPanel-title${isFolded ? '' : ' lm-mod-expanded'}`}
      >
        <button
          type="button"
          aria-expanded={!isFolded}
          aria-controls={`${key}-body`}
          onClick={() => {
            panel.setFolded(section.id, !isFolded);
          }}
        >
          <caretDownIcon.react
            tag="span"
            className="lm-AccordionPanel-titleCollapser"
            aria-hidden="true"
          />
          <span id={`${key}-title`} className="lm-AccordionPanel-titleLabel">
            {section.title}
          </span>
        </button>
        <Boundary fallback={() => null}>
          <React.Suspense fallback={null}>
            {section.renderBadge?.()}
          </React.Suspense>
        </Boundary>
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
