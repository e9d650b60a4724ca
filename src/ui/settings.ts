import type { ISettingRegistry } from '@jupyterlab/settingregistry';

/**
 * Has the words of our settings translated. JupyterLab's server does so where one plugin's are asked for, but not in
 * the list of all that the page starts with (jupyterlab_server 2.28).
 */
export async function translate(settings: ISettingRegistry): Promise<void> {
  const ours = Object.keys(settings.plugins).filter(id =>
    id.startsWith('jupyterlab-remote-ide:')
  );
  await Promise.all(ours.map(id => settings.reload(id)));
}
