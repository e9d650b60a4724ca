import type { TranslationBundle } from '@jupyterlab/translation';
import {
  addToolbarButtonClass,
  type LabIcon,
  launchIcon,
  listIcon,
  ReactWidget,
  refreshIcon,
  Toolbar,
  ToolbarButtonComponent
} from '@jupyterlab/ui-components';
import { Widget } from '@lumino/widgets';
import * as React from 'react';

/** What stands in the bar of a tab: its buttons, and the state of what it shows. */
export class TabTools {
  constructor(toolbar: Toolbar, options: TabTools.IOptions) {
    const { trans, onReload, onPopOut, onShowLog } = options;
    const add = (
      name: string,
      icon: LabIcon,
      tooltip: string,
      onClick: () => void
    ) => {
      // JupyterLab's own `ToolbarButton` stays pressed after a press.
      const look = { icon, tooltip, onClick };
      const button = addToolbarButtonClass(
        ReactWidget.create(React.createElement(ToolbarButtonComponent, look))
      );
      toolbar.addItem(name, button);
      return button;
    };
    add('reload', refreshIcon, trans.__('Reload'), onReload);
    add('pop-out', launchIcon, trans.__('Open in a browser tab'), onPopOut);
    if (onShowLog) {
      this.log = add('log', listIcon, trans.__('Show log'), onShowLog);
      this.log.hide();
    }
    this.status.addClass('jp-RemoteIDE-tabStatus');
    this.status.node.setAttribute('role', 'status');
    toolbar.addItem('spacer', Toolbar.createSpacerItem());
    toolbar.addItem('status', this.status);
  }

  readonly log: Widget | null = null;
  readonly status = new Widget();
}

export namespace TabTools {
  export interface IOptions {
    readonly trans: TranslationBundle;
    readonly onReload: () => void;
    readonly onPopOut: () => void;
    /** Where there may be a log. */
    readonly onShowLog?: () => void;
  }
}
