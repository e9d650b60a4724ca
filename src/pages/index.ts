// The script of the pages that the server sends in the place of an app's or a port's own: see ADR 0010.
import { hostData, lostData, pageData, startData } from './data';
import { HostPage } from './host';
import { loadWords } from './language';
import { showPort } from './port';
import { serverAt } from './server';
import { StartPage } from './start';
import { takeTheme } from './theme';

/** By the name of the server's template. */
const PAGES: Record<string, () => void> = {
  start: () => {
    const { base_url, page } = pageData(startData);
    const server = serverAt(base_url);
    void loadWords(server.ask).then(trans => {
      new StartPage(page, trans, server, () => {
        window.location.reload();
      }).start();
    });
  },
  host: () => {
    const { base_url, page } = pageData(hostData);
    const server = serverAt(base_url);
    const host = new HostPage(page, server);
    void loadWords(server.ask).then(trans => {
      host.speak(trans);
    });
  },
  port: () => {
    const { base_url, page } = pageData(lostData);
    void loadWords(serverAt(base_url).ask).then(trans => {
      showPort(trans, page);
    });
  }
};

takeTheme();
PAGES[document.body.dataset.page ?? '']?.();
