// The script of the pages that the server sends in the place of an app's or a port's own: see ADR 0010.
import { showAlone } from './alone';
import { hostData, lostData, pageData, startData } from './data';
import { HostPage } from './host';
import { loadWords } from './language';
import { showPort } from './port';
import { serverAt } from './server';
import { StartPage } from './start';
import { takeTheme } from './theme';

const reload = () => {
  window.location.reload();
};

/** By the name of the server's template. */
const PAGES: Record<string, () => void> = {
  start: () => {
    const { base_url, page } = pageData(startData);
    const server = serverAt(base_url);
    void loadWords(server.ask).then(trans => {
      new StartPage(page, trans, server, reload).start();
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
  alone: () => {
    const { base_url } = pageData(page => page);
    void loadWords(serverAt(base_url).ask).then(showAlone);
  },
  port: () => {
    const { base_url, page } = pageData(lostData);
    const server = serverAt(base_url);
    void loadWords(server.ask).then(trans => {
      showPort(trans, page, server, reload);
    });
  }
};

takeTheme();
PAGES[document.body.dataset.page ?? '']?.();
