/** What a service may ask of the lab, in its own node; everything that it starts ends with the lab. */
export interface ServiceHost {
  /** Accepts bulk transfers on a TCP port of every address: `GET /bytes/N`, `PUT /sink`, and both raw, without HTTP. */
  acceptTransfers(port: number): void;
}
