import { nullTranslator } from '@jupyterlab/translation';

import { addCommands } from '../../ports/commands';
import { PortsModel } from '../../ports/model';
import { addCommand, fakeLab } from '../core/page';
import { FakeServer, FakeSocket } from '../core/fakes';
import { portRow } from './rows';

const trans = nullTranslator.load('');

it('means one of two programs that listen on one port number', async () => {
  const open = jest.spyOn(window, 'open').mockReturnValue(null);
  const { app } = fakeLab();
  const model = new PortsModel(new FakeServer().connection());
  addCommands({ app, model, trans });
  model.setVisible(true);
  FakeSocket.last.accept();
  FakeSocket.last.receive({
    topic: 'ports',
    seq: 1,
    snapshot: [
      portRow(100, { id: '7-100', url: null }),
      portRow(100, { id: '8-100', pid: 8, addresses: ['::1'] })
    ]
  });
  const { commands } = app;
  const isEnabled = (verb: string, id: string) =>
    commands.isEnabled(`remote-ide:${verb}`, { id });
  expect(isEnabled('open-port', '7-100')).toBe(false);
  expect(isEnabled('open-port', '8-100')).toBe(true);
  expect(isEnabled('stop-port', '7-100')).toBe(true);
  expect(isEnabled('stop-port', '9-100')).toBe(false);
  expect(commands.isEnabled('remote-ide:stop-port', { port: 100 })).toBe(false);
  await commands.execute('remote-ide:open-port', { id: '8-100' });
  expect(open).toHaveBeenCalledTimes(1);
  expect(commands.label('remote-ide:open-port', { id: '8-100' })).toBe(
    'Open Port 100'
  );
});

it('names a tab as its row, with the port where two have one name', async () => {
  const { app } = fakeLab();
  const model = new PortsModel(new FakeServer().connection());
  addCommands({ app, model, trans });
  const asked: string[] = [];
  addCommand(app.commands, 'server-proxy:open', args => {
    asked.push((JSON.parse(args) as { title: string }).title);
  });
  model.setVisible(true);
  FakeSocket.last.accept();
  const label = 'Flask: app.py';
  const snapshot = [
    portRow(100, { label }),
    portRow(101, { label, group: '7-100' }),
    portRow(102, { label: '' }),
    portRow(103)
  ];
  const open = (id: string) =>
    app.commands.execute('remote-ide:open-port', { id });
  FakeSocket.last.receive({ topic: 'ports', seq: 1, snapshot });
  await open('7-100');
  await open('7-102');
  snapshot.push(portRow(104, { label }));
  FakeSocket.last.receive({ topic: 'ports', seq: 2, snapshot });
  await open('7-100');
  expect(asked).toEqual([label, 'Port 102', `${label} · 100`]);
});
