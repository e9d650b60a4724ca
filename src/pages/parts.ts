import type { TranslationBundle } from '@jupyterlab/translation';

/** An element that the server's template has. */
export function part<K extends keyof HTMLElementTagNameMap>(
  id: string,
  kind: K
): HTMLElementTagNameMap[K] {
  const found = document.querySelector<HTMLElementTagNameMap[K]>(
    `${kind}#${id}`
  );
  if (found === null) {
    throw new Error(`there is no ${kind} #${id}`);
  }
  return found;
}

/** The way back, which a frame of JupyterLab has around it already. */
export function showBack(trans: TranslationBundle): void {
  const back = part('back', 'a');
  back.textContent = trans.__('Back to JupyterLab');
  back.hidden = window.top !== window;
}
