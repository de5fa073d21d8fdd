import { parseShard } from './sandboxed-runs/shard-scenarios.ts';
import type { Command, Flag } from './command-line/command.ts';
import {
  format,
  jobs,
  labName,
  milliseconds,
  mtuBytes,
  onlyFamily,
  set,
  timeScale,
  verbose,
} from './command-line/shared-flags.ts';

const pathHelp =
  'A path is a scenario file, a folder of them, or the name of a bundled scenario or of its folder (ptb-dropped, clamp).';

const portNumber = (text: string): number => {
  if (!/^[1-9]\d{0,4}$/.test(text) || Number(text) > 65_535) throw new Error('Expected a port from 1 to 65535.');
  return Number(text);
};

const wholeNumber = (text: string): number => {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Error('Expected a whole number from 1 to 999999999.');
  return Number(text);
};

/** Options that an exercise has. */
const exercise: readonly Flag[] = [
  { flags: '--hint', about: 'give the next hint, and end' },
  { flags: '--answer <text>', about: 'answer, and end' },
  { flags: '--restart', about: 'begin again, in a new lab' },
];

/** Every command of the command line, in the order of `--help`; a new one is a file of its own and one entry here. */
export const catalogue: readonly Command[] = [
  {
    name: 'run',
    about: 'build the network of each scenario, perform its steps, and report what happened and why',
    args: '<path...>',
    options: [
      {
        flags: '--report <kind[=path]>',
        about:
          'text, tap, json, ndjson, junit, markdown, github or html, to standard output or a file; may be repeated',
        repeatable: true,
      },
      {
        flags: '--artifacts <dir>',
        about: 'write packets (pcapng), script, events and a README of each scenario to its own folder in dir',
      },
      jobs,
      set,
      ...onlyFamily,
      timeScale,
      verbose,
      {
        flags: '--predict',
        about: 'compare each step with what its plan predicts; a step that contradicts its prediction fails',
      },
      { flags: '--strict-skip', about: 'treat a skipped scenario as a failure' },
      {
        flags: '--shard <i/n>',
        about: 'run one of n parts, as on one of n machines: 2/3 is the second of three',
        parse: parseShard,
      },
      {
        flags: '--durations <report>',
        about: 'a JSON report of an earlier run, by whose durations the shards are balanced',
      },
      {
        flags: '--bisect',
        about: 'for `git bisect run`: exit with 125 when there is no verdict (skips, machine failures, wrong files)',
      },
    ],
    more: pathHelp,
    ownsResources: true,
    load: () => import('./run.ts'),
  },
  {
    name: 'compare',
    about: 'compare two JSON reports of run: verdicts that changed, and words, sizes and times that moved',
    args: '<before> <after>',
    options: [
      {
        flags: '--as <form>',
        about: 'text, json, or markdown',
        choices: ['text', 'json', 'markdown'],
        fallback: 'text',
      },
      {
        flags: '--tolerance <percent>',
        about: 'by how much a time may move; 50 by default, and 100 ms at least',
        parse: wholeNumber,
      },
    ],
    more: 'It exits with 1 when a verdict got worse: it was met and is not, or is not judged any more.',
    example: 'mtulab compare before.json after.json',
    load: () => import('./compare.ts'),
  },
  {
    name: 'matrix',
    about: 'run the same scenarios on several kernels, and print what differs',
    args: '<path...>',
    options: [
      { flags: '--kernels <yaml>', about: 'the targets, in YAML: a name and a kind each (native, uml, qemu, deb)' },
      {
        flags: '--as <form>',
        about: 'text, json, markdown or html, to standard output',
        choices: ['text', 'json', 'markdown', 'html'],
        fallback: 'text',
      },
      {
        flags: '--report <kind=path>',
        about: 'also write the table to a file: text, json, markdown or html (a page); may be repeated',
        repeatable: true,
      },
      { flags: '--keep <dir>', about: 'write the JSON report of each target into dir, for `mtulab compare`' },
    ],
    more: 'Guests are booted one after the other; nothing is installed, and nothing of them is left.',
    example: 'mtulab matrix ptb-dropped --kernels kernels.yaml',
    ownsResources: true,
    load: () => import('./matrix.ts'),
  },
  {
    name: 'validate',
    about: 'read and check scenarios without running them, and print every problem with its line and column',
    args: '<path...>',
    options: [set],
    more: pathHelp,
    load: () => import('./validate.ts'),
  },
  {
    name: 'plan',
    about: 'print what would be built: the topology, MTUs, addresses and routes',
    args: '<path...>',
    options: [
      {
        flags: '--script',
        about: 'print a shell script that builds and removes the same network without mtulab',
      },
      format,
      set,
    ],
    load: () => import('./plan.ts'),
  },
  {
    name: 'graph',
    about: 'draw the topology of a scenario: nodes, filters and clamps, and the MTU of each end of its links',
    args: '<scenario>',
    options: [
      {
        flags: '--as <form>',
        about: 'svg (laid out by Graphviz), dot, mermaid, or ascii: the picture of `plan`',
        choices: ['svg', 'dot', 'mermaid', 'ascii'],
        fallback: 'ascii',
      },
      set,
    ],
    example: 'mtulab graph ptb-dropped --as svg > ptb-dropped.svg',
    load: () => import('./graph.ts'),
  },
  {
    name: 'explain',
    about: 'explain a word or a key of the scenario language, list all words, or predict the steps of a scenario',
    args: '[word-or-path]',
    options: [
      set,
      {
        flags: '--claims [report]',
        about: 'print what the bundled scenarios show, with their results in a JSON report of `run` if one is given',
      },
    ],
    more: pathHelp,
    load: () => import('./explain.ts'),
  },
  {
    name: 'init',
    about: 'write a first scenario: by a few questions on a terminal, else from the options alone',
    args: '[file]',
    options: [
      {
        flags: '--fault <fault>',
        about:
          'why the sender does not learn the path MTU: Packet Too Big is dropped, by a rule or a stateful firewall; none is sent; or none of these',
        choices: ['dropped', 'stateful', 'silent', 'none'],
      },
      {
        flags: '--cure <cure>',
        about: 'what mends it for new connections; by default the first that helps',
        choices: ['clamp', 'filter', 'stateful', 'probing', 'none'],
      },
      { flags: '--first-hop <bytes>', about: 'the MTU of the hosts; 9000 by default', parse: mtuBytes },
      { flags: '--path <bytes>', about: 'the MTU of the narrow link; 1500 by default', parse: mtuBytes },
      { flags: '--force', about: 'overwrite a file that exists' },
    ],
    example: 'mtulab init first.yaml --fault dropped --cure clamp',
    load: () => import('./init.ts'),
  },
  {
    name: 'list',
    about: 'list the bundled scenarios by folder, with what each of them shows',
    options: [format],
    load: () => import('./list.ts'),
  },
  {
    name: 'doctor',
    about: 'check what this machine can do, and print what is missing and how to get it',
    options: [format],
    load: () => import('./doctor.ts'),
  },
  {
    name: 'schema',
    about: 'print the JSON Schema of scenario files, for editors',
    load: () => import('./schema.ts'),
  },
  {
    name: 'up',
    alias: 'deploy',
    about: 'build the network of a scenario and leave it running',
    args: '<scenario>',
    options: [
      { flags: '--until <step-name>', about: 'perform the steps up to and including this one (its name)' },
      { ...labName, about: 'the name of the lab (default: the name of the file)' },
      set,
      ...onlyFamily,
      timeScale,
    ],
    ownsResources: true,
    load: () => import('./up.ts'),
  },
  {
    name: 'do',
    about: 'perform one step in a running lab, and print what it learned',
    args: '<step...>',
    options: [labName, timeScale, verbose],
    example: "mtulab do 'fetch: {from: client, to: server, bytes: 200kB}'",
    ownsResources: true,
    load: () => import('./do.ts'),
  },
  {
    name: 'capture',
    about: 'print the packets of a running lab as they pass, or write them for Wireshark',
    args: '[place...]',
    options: [
      labName,
      { flags: '-w, --write <file>', about: 'write pcapng to a file, or to standard output with -' },
      { flags: '--full', about: 'capture whole packets, not only their headers' },
    ],
    more: 'A place is NODE or NODE:to-PEER; without one, all places are captured. Ctrl-C ends the capture.',
    example: 'mtulab capture client -w - | wireshark -k -i -',
    ownsResources: true,
    load: () => import('./capture.ts'),
  },
  {
    name: 'down',
    alias: 'destroy',
    about: 'stop a running lab',
    args: '[name]',
    options: [labName, { flags: '--all', about: 'stop all running labs' }],
    ownsResources: true,
    load: () => import('./down.ts'),
  },
  {
    name: 'ps',
    about: 'list running labs',
    options: [format],
    load: () => import('./ps.ts'),
  },
  {
    name: 'shell',
    about: 'open a shell in a node of a running lab',
    args: '<node>',
    options: [labName],
    load: () => import('./shell.ts'),
  },
  {
    name: 'exec',
    about: 'run a program in a node of a running lab',
    args: '<node> <program...>',
    options: [labName],
    more: 'The exit code is that of the program.',
    passThrough: true,
    load: () => import('./exec.ts'),
  },
  {
    name: 'capture show',
    about:
      'draw the packets of a pcap or pcapng file as a ladder: who sent what, how far it got, and what was rewritten',
    args: '<file>',
    options: [
      { flags: '--flow <end>', about: 'only conversations with this port or address' },
      { flags: '--html', about: 'print one HTML page with the ladders, to be mailed' },
      ...onlyFamily,
    ],
    load: () => import('./capture-show.ts'),
  },
  {
    name: 'learn',
    about: 'list the lessons, or begin one or go on with it: one task at a time, judged by what the lab does',
    args: '[lesson]',
    options: [
      { flags: '--check', about: 'check the present task, and end' },
      ...exercise,
      {
        flags: '--class [dir]',
        about: 'print who is where: all users of this machine (as root), or those whose state folders are in dir',
      },
    ],
    more: 'A lesson is a number or a name from the list.',
    example: 'mtulab learn 1',
    ownsResources: true,
    load: () => import('./learn.ts'),
  },
  {
    name: 'learn blind',
    about: 'put a fault into a network, give only the symptom, and judge the answer: place and cause',
    options: [
      {
        flags: '--seed <n>',
        about: 'which case; the same number is the same case for a whole class',
        parse: wholeNumber,
      },
      ...exercise,
    ],
    example: 'mtulab learn blind --seed 7',
    ownsResources: true,
    load: () => import('./learn-blind.ts'),
  },
  {
    name: 'learn print',
    about: 'print the tasks of a lesson, or of all, as a page for handouts (Markdown)',
    args: '[lesson]',
    options: [{ flags: '--solutions', about: 'print the solutions and answers as well' }],
    load: () => import('./learn-print.ts'),
  },
  {
    name: 'completion',
    about: 'print the script by which bash, zsh or fish completes commands, options, labs, nodes, words and scenarios',
    args: '<shell> [line]',
    more: 'With a line, it prints what can stand in place of its last word, as the script asks.',
    example: 'source <(mtulab completion bash)',
    load: async () => ({ perform: (await import('./completion.ts')).completion(catalogue) }),
  },
  {
    name: 'connect',
    about:
      'fetch a page as a client of RFC 8305 does (Happy Eyeballs), and print each query and attempt as a line of JSON',
    args: '<url>',
    options: [
      {
        flags: '--resolution-delay <ms>',
        about: 'how long AAAA is awaited once A is answered; 50 by default',
        parse: milliseconds,
      },
      {
        flags: '--attempt-delay <ms>',
        about: 'from one connection attempt to the next; 250 by default',
        parse: milliseconds,
      },
    ],
    example: 'mtulab exec client mtulab connect http://server.lab.test/bytes/1000',
    load: () => import('./connect.ts'),
  },
  {
    name: 'eamd',
    about:
      'answer DNS for devices that have only IPv4, and lease each name with IPv6 an IPv4 address that tayga translates',
    options: [
      {
        flags: '--config <file>',
        about: 'the tayga.conf, in which it keeps the mappings of its leases; other mappings there are for good',
        fallback: '/etc/tayga.conf',
      },
      { flags: '--listen <address>', about: 'an address at which devices ask; may be repeated', repeatable: true },
      { flags: '--upstream <address>', about: 'the resolver that it asks' },
      { flags: '--pool <prefix>', about: 'the IPv4 addresses that it leases; routers have to lead them here' },
      { flags: '--pool-size <n>', about: 'how many of them it leases at most', parse: wholeNumber },
      {
        flags: '--ttl <seconds>',
        about: 'how long a device may keep an answer',
        parse: wholeNumber,
        fallback: 30,
      },
      {
        flags: '--lease <seconds>',
        about: 'how long a lease lasts after its last answer; after that, as long as a flow uses it',
        parse: wholeNumber,
        fallback: 60,
      },
    ],
    more: 'It runs tayga itself, needs root, and ends tayga when it ends. Where no address is left it answers SERVFAIL. A signature of DNSSEC cannot cover an address that it has made.',
    example: 'mtulab eamd --listen 192.0.2.1 --upstream 2001:db8::53 --pool 203.0.113.0/28',
    ownsResources: true,
    load: () => import('./eamd.ts'),
  },
  {
    name: 'quic-serve',
    about: 'serve downloads over QUIC in the network that it is started in, until it is interrupted',
    args: '<address...>',
    options: [
      { flags: '--port <port>', about: 'the UDP port; 443 by default', parse: portNumber },
      {
        flags: '--max-datagram-size <bytes>',
        about: 'the largest UDP payload that it sends, from 1200 to 65507; 1200 by default',
        parse: wholeNumber,
      },
    ],
    example: 'mtulab exec server mtulab quic-serve 2001:db8::1 --max-datagram-size 8000',
    ownsResources: true,
    load: () => import('./quic-serve.ts'),
  },
  {
    name: 'quic-fetch',
    about: 'download bytes over QUIC from quic-serve, and print what the application saw as a line of JSON',
    args: '<url>',
    options: [
      { flags: '--local-address <address>', about: 'the address from which it sends' },
      { flags: '--local-port <port>', about: 'the UDP port from which it sends', parse: portNumber },
      { flags: '--within <ms>', about: 'end after this time; 30000 by default', parse: milliseconds },
      {
        flags: '--silence <ms>',
        about: 'end after this time without the handshake, or without another byte',
        parse: milliseconds,
      },
    ],
    example: 'mtulab exec client mtulab quic-fetch quic://[2001:db8::1]/200000 --silence 2000',
    load: () => import('./quic-fetch.ts'),
  },
  {
    name: 'trace',
    about:
      'look at the path MTU from this host to another one: what its packets meet, what its kernel learned, and what it offers',
    args: '<destination>',
    options: [
      {
        flags: '--port <n>',
        about: 'the TCP port of the handshake and of the lookup of its route',
        parse: portNumber,
        fallback: 80,
      },
      ...onlyFamily,
      { flags: '--as <form>', about: 'text or json', choices: ['text', 'json'], fallback: 'text' },
      { flags: '--scenario <file>', about: 'write a scenario with the path that was seen' },
    ],
    more: 'It needs no lab, and changes nothing; the kernel may learn a path MTU by its packets, and forgets it by itself. Root sees more: messages that do not reach a socket, and firewall rules.',
    example: 'mtulab trace server.example --port 443 --scenario seen.yaml',
    ownsResources: true,
    load: () => import('./trace.ts'),
  },
  {
    name: 'inside',
    about: 'the process inside the sandbox; started by run and up',
    options: [timeScale],
    hidden: true,
    load: () => import('./inside.ts'),
  },
];
