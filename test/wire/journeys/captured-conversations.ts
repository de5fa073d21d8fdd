import t from 'tap';
import type { CapturedPacket } from '../../../src/wire/formats/capture-file.ts';
import { capturedConversations, type IsWanted } from '../../../src/wire/journeys/captured-conversations.ts';
import { addressOwners } from '../../../src/wire/journeys/address-owners.ts';
import { indexByAddress } from '../../../src/wire/journeys/address-index.ts';
import { conversations, type Conversation } from '../../../src/wire/journeys/conversations.ts';
import { followPackets } from '../../../src/wire/journeys/follow-packets.ts';
import { isSighted, sightingsOf } from '../../../src/wire/journeys/sighting.ts';
import { packetsOf, recordings } from '../fixtures/corpus.ts';
import { formatStop } from '../fixtures/sightings.ts';

/** What a conversation looks like when it is drawn: everything but the numbers, which count other packets too. */
const outline = ({ ends, family, protocol, journeys }: Conversation) => ({
  ...{ ends, family, protocol },
  journeys: journeys.map(({ stops, continuedBy }) => [stops.map(formatStop).join(' '), continuedBy.length]),
});

const sameFile = packetsOf('narrow/edge.to-transit');
for (const recording of recordings)
  t.test(`${recording}: conversations followed one by one are as if all packets were followed together`, async (t) => {
    const packets = packetsOf(recording);
    const { bundles, sightingsOf: sightings } = indexByAddress(packets);
    const together = conversations(followPackets(sightings(bundles))).map(outline);
    const found = capturedConversations({ packets }).first(1000);
    t.strictSame(found.conversations.map(outline), together);
    t.equal(found.more, 0);
    for (const { ends } of together) {
      const key = (pair: Conversation['ends']) => JSON.stringify(pair.map((end) => JSON.stringify(end)).sort());
      const isOne: IsWanted = (other) => key(other.ends) === key(ends);
      const one = capturedConversations({ packets }).first(1, isOne);
      t.strictSame(one.conversations.map(outline), [together.find(isOne)]);
    }
  });

t.test('what is beyond the wanted number is counted, also where fragments hide their conversation', async (t) => {
  for (const recording of recordings) {
    const { first } = capturedConversations({ packets: packetsOf(recording) });
    const all = first(1000).conversations.length;
    for (const count of [1, 2, all]) {
      const { conversations, more } = first(count);
      t.equal(conversations.length, Math.min(count, all), recording);
      t.equal(conversations.length + more, all, recording);
    }
  }
});

t.test('only packets between addresses that sent fragments are taken together', async (t) => {
  const isFragmented = (recording: string): readonly boolean[] => [
    ...new Set(indexByAddress(packetsOf(recording)).bundles.map((bundle) => bundle.isFragmented)),
  ];
  t.strictSame(isFragmented('odd/left.to-right'), [false, true]);
});

t.test('a file with places and directions is followed from place to place', async (t) => {
  const place = { name: 'edge:to-transit', linkType: 1, snapLength: 0 };
  const packets = sameFile.map((packet): CapturedPacket => ({ ...packet, place, direction: 'out' }));
  const journeys = followPackets(sightingsOf({ packets }));
  const captured = capturedConversations({ packets: [sameFile[0]!, ...packets] });
  t.strictSame(captured.first(1000).conversations, conversations(journeys));
  t.strictSame(captured.addressOwners, addressOwners(journeys));
  t.equal(captured.first(1).more, conversations(journeys).length - 1);
  t.equal(captured.isByAddress, false);
  t.strictSame([isSighted(packets[0]!), isSighted(sameFile[0]!)], [true, false]);
});
