import ipaddr from 'ipaddr.js';
import type { Family } from '../../evidence/family.ts';
import type { NodeViews } from '../lab/node-view.ts';
import { nodesByAddress } from '../lab/nodes-by-address.ts';
import { bencode } from './bencode.ts';

/** An announce of a BitTorrent client (BEP 3): the path of its request, and the address that it came from. */
export interface Announce {
  readonly path: string;
  readonly address: string;
}

/**
 * Who shares which torrent. A client that has announced over one family is known by all addresses of its node, as if it had announced over both
 * (BEP 7), and the answer has those of the family in which a client asks: what it connects over is its own choice. One that looks for
 * data gets its answer once another one has announced them, and does not have to ask again.
 */
export const swarms = (nodes: NodeViews): ((announce: Announce) => Promise<Uint8Array>) => {
  const names = nodesByAddress(nodes);
  const known = new Map<string, Map<string, number>>();
  const waiting = new Set<() => void>();
  return async ({ path, address }) => {
    const parameters = parametersOf(path);
    const [torrent, port] = [parameters.get('info_hash'), Number(parameters.get('port'))];
    const node = names.get(address);
    if (!path.startsWith('/announce?') || torrent === undefined || !(port > 0 && port < 65536))
      return bencode({ 'failure reason': 'no announce with info_hash and port' });
    if (node === undefined) return bencode({ 'failure reason': `no node has the address ${address}` });
    const peers = known.get(torrent) ?? new Map<string, number>();
    known.set(torrent, peers);
    if (parameters.get('event') === 'stopped') peers.delete(node);
    else peers.set(node, port);
    waiting.forEach((look) => look());
    const family = address.includes(':') ? 'ipv6' : 'ipv4';
    const others = () => [...peers].filter(([other]) => other !== node);
    const isLooking = Number(parameters.get('left')) > 0 && parameters.get('event') !== 'stopped';
    if (isLooking && others().length === 0)
      await new Promise<void>((resolve) => {
        const look = (): void => {
          if (others().length === 0) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
      });
    const found = isLooking ? others().map(([other, at]) => [nodes.get(other)!.address[family], at] as const) : [];
    return bencode({ interval: announceAgainAfterS, [keys[family]]: Buffer.concat(found.map(compact)) });
  };
};

/** Seconds; longer than any step. */
const announceAgainAfterS = 1_800;

/** Compact lists of peers: BEP 23 and BEP 7. */
const keys: Readonly<Record<Family, string>> = { ipv4: 'peers', ipv6: 'peers6' };

const compact = ([address, port]: readonly [string, number]): Uint8Array =>
  address === '' ? new Uint8Array() : Uint8Array.from([...ipaddr.parse(address).toByteArray(), port >> 8, port & 255]);

/** The values as they are written, since the bytes of a hash are no text; clients escape them alike. */
const parametersOf = (path: string): ReadonlyMap<string, string> =>
  new Map(
    path
      .slice(path.indexOf('?') + 1)
      .split('&')
      .map((pair) => [pair.split('=')[0]!, pair.slice(pair.indexOf('=') + 1)]),
  );
