/**
 * What a page of this server may do in a frame of ours: the one home of these words, for the tabs of apps and of
 * ports and for the host page.
 *
 * Such a page has the origin of the page around it, so its frame is no boundary: it could reach through its parent
 * whatever it is refused here. These words are there so that nothing works less well than in a browser tab of its own.
 */

/** All that a sandbox can allow but leading the page around it away, as scripts that break out of frames do. */
export const FRAME_SANDBOX = [
  'allow-downloads',
  'allow-forms',
  'allow-modals',
  'allow-orientation-lock',
  'allow-pointer-lock',
  'allow-popups',
  // Sign-in windows and documentation, which are to be pages like any other.
  'allow-popups-to-escape-sandbox',
  'allow-presentation',
  'allow-same-origin',
  'allow-scripts'
].join(' ');

/**
 * What the browser may be asked for; it still asks the person where it would in a tab. Frames of the page's own origin
 * have all of this by default (W3C Permissions Policy, default allowlist `self`); it is named for pages that come
 * from another origin than the server. A page of a third origin in the frame gets none of it.
 */
export const FRAME_ALLOW = [
  'autoplay', // sound of a result
  'camera', // camera widgets of Streamlit, Gradio and Voilà
  'clipboard-read', // noVNC, RStudio, code-server
  'clipboard-write',
  'display-capture',
  'fullscreen', // noVNC
  'keyboard-map', // code-server's key bindings
  'microphone'
].join('; ');
