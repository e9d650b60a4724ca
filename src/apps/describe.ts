// The arguments of commands that take many: who asks for them waits, so that no page does.

const string = { type: 'string' };
const boolean = { type: 'boolean' };

/**
 * `remote-ide:open-app`. `folder` is a path of the file browser, `cwd` is as a launcher gives it; without them an app
 * opens `isAnywhere` (in the folder it has open), or in, or with, what is `current`, the file browser's `selection`
 * or its `background`.
 */
export const openApp = {
  args: {
    type: 'object',
    required: ['name'],
    properties: {
      name: string,
      folder: string,
      cwd: string,
      newBrowserTab: boolean,
      isAnywhere: boolean,
      selection: boolean,
      background: boolean,
      current: boolean,
      isTile: boolean
    }
  }
};

/** `server-proxy:open`, as jupyter-server-proxy has it; what is not required is ours. */
export const openUrl = {
  args: {
    type: 'object',
    required: ['id', 'title', 'url'],
    properties: {
      id: string,
      title: string,
      url: { ...string, format: 'uri' },
      newBrowserTab: boolean,
      path: string,
      mode: { ...string, enum: ['split-right'] }
    }
  }
};
