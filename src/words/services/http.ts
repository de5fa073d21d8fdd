import { httpPort } from '../lab/http-port.ts';
import { commandInNode } from '../lab/shell-text.ts';
import { fields, integer, optional } from '../language/shape.ts';
import type { ValueOf } from '../language/shape.ts';
import type { Service } from '../language/word.ts';

const shape = fields('an HTTP server', { port: optional(integer('the TCP port', 1, 65535), httpPort) });

/** The word `http`: the server of fetch and upload. */
export const http: Service<ValueOf<typeof shape>> = {
  about: 'Serves the bodies of fetch and accepts those of upload, by HTTP and raw over TCP.',
  shape,
  example: { port: 8080 },
  listens: ({ port = httpPort }) => [{ protocol: 'tcp', port }],
  start: ({ port = httpPort }, host) => host.acceptTransfers(port),
  byHand: ({ port = httpPort }, node) => [commandInNode(node, ['python3', '-c', pythonServer(port)])],
};

/** The same requests by Python's own HTTP server, over both families. */
const pythonServer = (port: number): string =>
  [
    'import http.server as h',
    'answer=lambda s,n:(s.send_response(200),s.send_header("Content-Length",str(n)),s.end_headers(),s.wfile.write(bytes(n)))',
    'get=lambda s:answer(s,int(s.path.split("/")[2]))',
    'chunks=lambda s:iter(lambda:int(s.rfile.readline(),16),0)', // curl -T - knows no length in advance
    'put=lambda s:([s.rfile.read(n+2) for n in chunks(s)],s.rfile.readline(),answer(s,0))',
    'H=type("H",(h.BaseHTTPRequestHandler,),{"do_GET":get,"do_PUT":put})',
    'S=type("S",(h.ThreadingHTTPServer,),{"address_family":h.socketserver.socket.AF_INET6})',
    `S(("::",${port}),H).serve_forever()`,
  ].join('; ');
