/**
 * The bytes of an address as plans write it: IPv4 with four decimal numbers, IPv6 with hexadecimal ones and at most one `::`. A library that
 * accepts every notation compiles its regular expressions first, which is a fiftieth of the time of `validate`.
 */
export const addressBytes = (address: string): readonly number[] => {
  if (!address.includes(':')) return address.split('.').map(Number);
  const [before = [], after = []] = address.split('::').map(groupsOf);
  const groups = [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after];
  return groups.flatMap((group) => [group >> 8, group & 0xff]);
};

const groupsOf = (part: string): readonly number[] =>
  part === '' ? [] : part.split(':').map((group) => parseInt(group, 16));

/** A network by the bytes of its address and the length of its prefix in bits. */
export interface Network {
  readonly bytes: readonly number[];
  readonly bits: number;
}

/** `2001:db8::/32` → its bytes and 32. */
export const networkOf = (prefix: string): Network => {
  const slash = prefix.indexOf('/');
  return { bytes: addressBytes(prefix.slice(0, slash)), bits: Number(prefix.slice(slash + 1)) };
};

/** Whether an address of the same family belongs to a network. */
export const isIn = ({ bytes, bits }: Network, address: readonly number[]): boolean => {
  const whole = bits >> 3;
  for (let index = 0; index < whole; index++) if (bytes[index] !== address[index]) return false;
  const rest = bits & 7;
  return rest === 0 || bytes[whole]! >> (8 - rest) === address[whole]! >> (8 - rest);
};
