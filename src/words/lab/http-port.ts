/** The port of every HTTP server in a lab (IANA: http, 80). */
export const httpPort = 80;
