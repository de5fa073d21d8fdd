import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import t from 'tap';
import { addressBytes, isIn, networkOf } from '../../src/evidence/address-bytes.ts';

const ipv4 = fc.array(fc.nat(255), { minLength: 4, maxLength: 4 }).map((bytes) => bytes.join('.'));

/** With zeros in a row, which are written as `::`. */
const ipv6 = fc
  .array(fc.oneof(fc.constant(0), fc.nat(0xffff)), { minLength: 8, maxLength: 8 })
  .map((groups) => new ipaddr.IPv6(groups).toRFC5952String());

t.test('addresses have the bytes that ipaddr.js finds', async (t) => {
  for (const address of ['::', '::1', '2001:db8::', '2001:db8:ffff:1::2', '192.0.2.1', '10.255.0.0'])
    t.same(addressBytes(address), ipaddr.parse(address).toByteArray(), address);
  fc.assert(
    fc.property(fc.oneof(ipv4, ipv6), (address) => {
      t.same(addressBytes(address), ipaddr.parse(address).toByteArray(), address, { diagnostic: false });
    }),
  );
});

t.test('an address belongs to a network as ipaddr.js matches them', async (t) => {
  t.ok(isIn(networkOf('2001:db8::/32'), addressBytes('2001:db8:1::1')));
  t.notOk(isIn(networkOf('2001:db8::/33'), addressBytes('2001:db8:8000::')));
  t.ok(isIn(networkOf('0.0.0.0/0'), addressBytes('192.0.2.1')));
  const inFamily = (address: fc.Arbitrary<string>, most: number) => fc.tuple(address, address, fc.nat(most));
  let both = 0;
  fc.assert(
    fc.property(fc.oneof(inFamily(ipv4, 12), inFamily(ipv6, 20)), ([network, address, bits]) => {
      const prefix = `${network}/${bits}`;
      const expected = ipaddr.parse(address).match(ipaddr.parseCIDR(prefix));
      if (expected) both += 1;
      return isIn(networkOf(prefix), addressBytes(address)) === expected;
    }),
    { numRuns: 1000 },
  );
  t.ok(both > 20, 'some of them do');
});
