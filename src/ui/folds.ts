import type { IStateDB } from '@jupyterlab/statedb';

import type { IPanelState } from './panelframe';

/** Where it is remembered which sections are folded, by id. */
const STATE_KEY = 'jupyterlab-remote-ide:folds';

/** Folds and unfolds the sections as they were when last seen, and remembers from then on. Never rejects. */
export async function keepFolds(
  panel: IPanelState,
  stateDB: IStateDB | null
): Promise<void> {
  const saved: unknown = await stateDB?.fetch(STATE_KEY).catch(() => undefined);
  for (const [id, isFolded] of Object.entries(saved ?? {})) {
    if (typeof isFolded === 'boolean' && id !== panel.revealing) {
      panel.setFolded(id, isFolded);
    }
  }
  const text = () => JSON.stringify([...panel.folds]);
  let kept = text();
  panel.changed.connect(() => {
    if (text() !== kept) {
      kept = text();
      const folds = Object.fromEntries(panel.folds);
      void stateDB?.save(STATE_KEY, folds).catch(() => undefined);
    }
  });
}
