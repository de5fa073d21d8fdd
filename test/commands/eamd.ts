import t from 'tap';
import { perform } from '../../src/commands/eamd.ts';
import { callCommand } from './fixtures/call-command.ts';

// What it does in a network is shown by test/kernel/leases.ts and test/lab/leases.ts.

t.test('eamd checks what it is given before it changes anything', async (t) => {
  const folder = t.testdir({
    'tayga.conf': 'tun-device siit0\nipv4-addr 192.0.2.32\nprefix 2001:db8:3:ff9b::/96\n',
    'half.conf': 'tun-device siit0\n',
  });
  const given = {
    ...{ config: `${folder}/tayga.conf`, listen: ['192.0.2.1'], upstream: '2001:db8::53@5353' },
    ...{ pool: '203.0.113.0/28', ttl: 30, lease: 60 },
  };
  const wrong: readonly (readonly [object, RegExp])[] = [
    [{ pool: undefined }, /^error: --pool is missing; /],
    [{ upstream: undefined }, /^error: --upstream is missing; /],
    [{ listen: [] }, /^error: --listen is missing; /],
    [{ listen: ['192.0.2.1', 'names.lab.test'] }, /^error: names.lab.test is no address of a DNS server; write one/],
    [{ upstream: '192.0.2.1@70000' }, /^error: 192.0.2.1@70000 is no address /],
    [{ pool: '203.0.113.0/31' }, /^error: 203.0.113.0\/31 is no pool; write a prefix /],
    [{ ttl: 61 }, /^error: a TTL of 61 s is longer than a lease of 60 s; /],
    [{ config: `${folder}/half.conf` }, /half.conf lacks tun-device, ipv4-addr or prefix; /],
    [{ config: `${folder}/none.conf` }, /^error: cannot read .*none.conf: /],
  ];
  for (const [change, err] of wrong)
    t.match(await callCommand(perform, [], { ...given, ...change }), { code: 2, out: '', err }, String(err));
});
