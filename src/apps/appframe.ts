import type { IFrame } from '@jupyterlab/apputils';

import { FRAME_ALLOW, FRAME_SANDBOX } from '../core/frame';

const BLANK = 'about:blank';

/** The frame of a tab: what is to stand there, and where it is by now. */
export class AppFrame {
  constructor(content: IFrame) {
    this.node = content.node.getElementsByTagName(
      'iframe'
    )[0] as HTMLIFrameElement;
    // JupyterLab's list of sandbox words misspells one of these.
    this.node.setAttribute('sandbox', FRAME_SANDBOX);
    this.node.setAttribute('allow', FRAME_ALLOW);
  }

  readonly node: HTMLIFrameElement;

  /** What it was told to load; empty where that is nothing. */
  get url(): string {
    return this.node.getAttribute('src') ?? '';
  }

  set url(url: string) {
    this.node.setAttribute('src', url);
  }

  /** Where it is now; where it was to be, if that is another origin's to know. */
  get location(): string {
    const href = this.#page?.URL ?? BLANK;
    return href === BLANK ? this.url : href;
  }

  /** Whether the server's start page stands there: it follows the app by itself. */
  get isStartPage(): boolean {
    const page = this.#page;
    return (
      page?.getElementById('remote-ide-data') != null &&
      page.body.dataset.page !== 'alone' // an app's own, which refuses frames
    );
  }

  reload(): void {
    if ((this.#page?.URL ?? BLANK) === BLANK) {
      this.url = this.url; // on its way, or of another origin by now
    } else {
      this.node.contentWindow?.location.reload();
    }
  }

  get #page(): Document | null {
    return this.node.contentDocument;
  }
}
