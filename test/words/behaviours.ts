import { spawnSync } from 'node:child_process';
import t from 'tap';
import { hashSeedIsSettable } from '../../src/words/behaviours/hash-seed-is-settable.ts';
import { nextHopGroupsIgnoreOif } from '../../src/words/behaviours/next-hop-groups-ignore-oif.ts';
import { synRemembersPmtu } from '../../src/words/behaviours/syn-remembers-pmtu.ts';
import { dictionary } from '../../src/words/dictionary.ts';

t.test('probes are valid scripts for sh, and answer yes and no', (t) => {
  for (const [name, { probe }] of Object.entries(dictionary.behaviours)) {
    t.match(spawnSync('sh', ['-n'], { input: probe, encoding: 'utf8' }), { status: 0, stderr: '' }, name);
    for (const answer of ['yes', 'no']) t.match(probe, new RegExp(`echo ["']${answer} [A-Z]`), name);
  }
  t.end();
});

t.test('the MSS of a SYN is compared over both families, after the path MTU was seen to be learned', (t) => {
  const { probe } = synRemembersPmtu;
  for (const address of ['2001:db8:2::2', '192.0.2.6']) t.match(probe, address);
  t.ok(probe.indexOf('before=$(') < probe.indexOf('no path MTU was learned'));
  t.ok(probe.indexOf('no path MTU was learned') < probe.indexOf('after=$('));
  t.end();
});

t.test('what a behaviour decides is probed itself, not by the version of the kernel', (t) => {
  t.match(nextHopGroupsIgnoreOif.probe, 'route get 2001:db8:9::1 oif $1');
  t.match(hashSeedIsSettable.probe, '/proc/sys/net/ipv4/fib_multipath_hash_seed');
  for (const { probe } of Object.values(dictionary.behaviours)) t.notMatch(probe, 'uname');
  t.end();
});
