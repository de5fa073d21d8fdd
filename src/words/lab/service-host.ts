/** What a service may ask of the lab, in its own node; everything that it starts ends with the lab. */
export interface ServiceHost {
  /** Accepts bulk transfers on a TCP port of every address: `GET /bytes/N`, `PUT /sink`, and both raw, without HTTP. */
  acceptTransfers(port: number): void;
  /** Answers each datagram to a UDP port, from the address of the node that was asked. */
  answerDatagrams(port: number, answer: (request: Uint8Array) => Uint8Array): void;
}
