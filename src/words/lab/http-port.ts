/** The port of an HTTP server that is given no other (IANA: http, 80). */
export const httpPort = 80;
