/** In a tab of JupyterLab: its theme, which need not be the system's. */
export function takeTheme(): void {
  if (window.top === window) {
    return;
  }
  try {
    const isLight = window.parent.document.body.dataset.jpThemeLight;
    if (isLight !== undefined) {
      document.documentElement.dataset.theme =
        isLight === 'false' ? 'dark' : 'light';
    }
  } catch {
    // somebody else's frame
  }
}
