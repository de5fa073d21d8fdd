/** A service of a node as plain data of its plan. */
export interface OfferedService {
  /** Its word in the dictionary of services. */
  readonly word: string;
  readonly settings: unknown;
  readonly listens: readonly ListeningPort[];
}

/** A port on which a service listens, at every address of its node. */
export interface ListeningPort {
  readonly protocol: 'tcp' | 'udp';
  readonly port: number;
}

/** Returns the first port of a service that a node offers; undefined where it does not offer it. */
export const portOf = (
  word: string,
  { services = [] }: { readonly services?: readonly OfferedService[] },
): number | undefined => services.find((offered) => offered.word === word)?.listens[0]?.port;
