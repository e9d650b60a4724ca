import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget, refreshIcon, Toolbar } from '@jupyterlab/ui-components';
import type { ISignal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import * as React from 'react';

import type { ITool } from '../tokens';
import { IconButton } from './iconbutton';

/** What the toolbar reads of the panel. */
export interface IToolsState {
  readonly trans: TranslationBundle;
  readonly changed: ISignal<unknown, void>;
  readonly tools: readonly ITool[];
  refresh(): void;
}

/** Fills the toolbar: what the panel is, Refresh, and the tools of features as they come and go. */
export function keepTools(panel: IToolsState, toolbar: Toolbar): void {
  const { trans } = panel;
  const node = document.createElement('h2');
  node.className = 'jp-RemoteIDE-title';
  node.textContent = trans.__('Remote IDE');
  toolbar.node.setAttribute('aria-label', trans.__('Remote IDE'));
  toolbar.addItem('title', new Widget({ node }));
  toolbar.addItem('spacer', Toolbar.createSpacerItem());
  const refresh = () => {
    panel.refresh();
  };
  toolbar.addItem(
    'refresh',
    button({
      id: 'refresh',
      label: trans.__('Refresh'),
      icon: refreshIcon,
      onClick: refresh
    })
  );
  const shown = new Map<ITool, Widget>();
  const update = () => {
    for (const [tool, widget] of shown) {
      if (!panel.tools.includes(tool)) {
        shown.delete(tool);
        widget.dispose();
      }
    }
    for (const tool of panel.tools.filter(t => !shown.has(t))) {
      const widget = button(tool);
      shown.set(tool, widget);
      toolbar.addItem(tool.id, widget);
    }
  };
  update();
  panel.changed.connect(update);
}

/** JupyterLab's own is an element that axe finds fault with. */
function button({ label, icon, hasMenu, onClick }: ITool): Widget {
  const widget: ReactWidget = ReactWidget.create(
    <IconButton
      icon={icon}
      label={label}
      {...(hasMenu && { 'aria-haspopup': 'menu', 'aria-expanded': false })}
      onClick={() => {
        onClick(widget.node.querySelector('button') ?? widget.node);
      }}
    />
  );
  return widget;
}
