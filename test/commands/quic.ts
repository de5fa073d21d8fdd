import t from 'tap';
import { perform as fetch } from '../../src/commands/quic-fetch.ts';
import { perform as serve } from '../../src/commands/quic-serve.ts';
import { callCommand } from './fixtures/call-command.ts';

// What they do in a network is shown by scenarios/not-tcp/quic-beside-tcp.yaml.

t.test('quic-fetch wants the URL of an address and a number of bytes', async (t) => {
  for (const url of [
    'server',
    'quic://server/1000',
    'quic://[2001:db8::1]/1kB',
    'quic://192.0.2.1',
    'http://192.0.2.1/1',
  ])
    t.match(await callCommand(fetch, [url]), {
      code: 2,
      out: '',
      err: `not a URL of an address and a number of bytes: ${url};`,
    });
});

t.test('quic-serve wants addresses, and datagrams as QUIC allows them', async (t) => {
  t.match(await callCommand(serve, ['::1', 'server']), {
    code: 2,
    out: '',
    err: 'not an address: server; write one such',
  });
  for (const maxDatagramSize of [1199, 65_508])
    t.match(await callCommand(serve, ['::1'], { maxDatagramSize }), {
      ...{ code: 2, out: '' },
      err: `--max-datagram-size ${maxDatagramSize}: write a number from 1200 to 65507\n`,
    });
});
