import { Dialog, Notification, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import { addWords, sentence } from '../ui/messages';
import type { PortsModel } from './model';
import type { IPort } from './types';
import { words } from './words';

export { copyText } from '../ui/clipboard';
export { PortNews } from './news';

/** Ends the program behind a port, if the user is sure. */
export async function stopPort(
  model: PortsModel,
  trans: TranslationBundle,
  row: IPort
): Promise<void> {
  const { button } = await showDialog({
    title: trans.__('Stop %1?', row.label || trans.__('the program')),
    body:
      row.pid === null
        ? trans.__('The program on port %1 ends.', row.port)
        : trans.__(
            'The program on port %1 (process %2) ends.',
            row.port,
            row.pid
          ),
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      Dialog.warnButton({ label: trans.__('Stop') })
    ]
  });
  if (button.accept) {
    const problem = await model.stop(row);
    if (problem && !model.isVisible) {
      addWords(words); // the panel may never have been shown
      Notification.error(sentence(trans, problem.reason).text);
    }
  }
}
