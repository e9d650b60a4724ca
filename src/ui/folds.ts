import type { IStateDB } from '@jupyterlab/statedb';

import type { IPanelState } from './panelframe';

/** Where the folded sections are remembered. */
const STATE_KEY = 'jupyterlab-remote-ide:folded';

/** Folds the sections that were folded when the panel was last seen, and remembers from then on. Never rejects. */
export async function keepFolds(
  panel: IPanelState,
  stateDB: IStateDB | null
): Promise<void> {
  const saved = await stateDB?.fetch(STATE_KEY).catch(() => undefined);
  for (const id of Array.isArray(saved) ? saved : []) {
    if (typeof id === 'string' && id !== panel.revealing) {
      panel.setFolded(id, true);
    }
  }
  let kept = [...panel.folded].join();
  panel.changed.connect(() => {
    const folded = [...panel.folded];
    if (folded.join() !== kept) {
      kept = folded.join();
      void stateDB?.save(STATE_KEY, folded).catch(() => undefined);
    }
  });
}
