/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`test/cli.ts > TAP > a wrong command line exits with 2 and prints what is expected on standard error > mtulab  1`] = `
Usage: mtulab [options] [command]

A network laboratory for the jumbo first hop, the 1500-byte path, and the
transfer that hangs after a healthy handshake.

Options:
  -V, --version                        output the version number
  --debug                              show the stack trace of an error
  -h, --help                           display help for command

Commands:
  run [options] <path...>              build the network of each scenario,
                                       perform its steps, and report what
                                       happened and why
  compare [options] <before> <after>   compare two JSON reports of run: verdicts
                                       that changed, and words, sizes and times
                                       that moved
  matrix [options] <path...>           run the same scenarios on several
                                       kernels, and print what differs
  validate [options] <path...>         read and check scenarios without running
                                       them, and print every problem with its
                                       line and column
  plan [options] <path...>             print what would be built: the topology,
                                       MTUs, addresses and routes
  graph [options] <scenario>           draw the topology of a scenario: nodes,
                                       filters and clamps, and the MTU of each
                                       end of its links
  explain [options] [word-or-path]     explain a word or a key of the scenario
                                       language, list all words, or predict the
                                       steps of a scenario
  init [options] [file]                write a first scenario: by a few
                                       questions on a terminal, else from the
                                       options alone
  list [options]                       list the bundled scenarios by folder,
                                       with what each of them shows
  doctor [options]                     check what this machine can do, and print
                                       what is missing and how to get it
  schema [options]                     print the JSON Schema of scenario files,
                                       for editors
  up|deploy [options] <scenario>       build the network of a scenario and leave
                                       it running
  do [options] <step...>               perform one step in a running lab, and
                                       print what it learned
  capture [options] [place...]         print the packets of a running lab as
                                       they pass, or write them for Wireshark
  down|destroy [options] [name]        stop a running lab
  ps [options]                         list running labs
  shell [options] <node>               open a shell in a node of a running lab
  exec [options] <node> <program...>   run a program in a node of a running lab
  learn [options] [lesson]             list the lessons, or begin one or go on
                                       with it: one task at a time, judged by
                                       what the lab does
  completion [options] <shell> [line]  print the script by which bash, zsh or
                                       fish completes commands, options, labs,
                                       nodes, words and scenarios
  connect [options] <url>              fetch a page as a client of RFC 8305 does
                                       (Happy Eyeballs), and print each query
                                       and attempt as a line of JSON
  eamd [options]                       answer DNS for devices that have only
                                       IPv4, and lease each name with IPv6 an
                                       IPv4 address that tayga translates
  quic-serve [options] <address...>    serve downloads over QUIC in the network
                                       that it is started in, until it is
                                       interrupted
  quic-fetch [options] <url>           download bytes over QUIC from quic-serve,
                                       and print what the application saw as a
                                       line of JSON
  trace [options] <destination>        look at the path MTU from this host to
                                       another one: what its packets meet, what
                                       its kernel learned, and what it offers
  help [command]                       display help for command

Exit codes:
  0    everything was as expected
  1    an expectation was not met
  2    the scenario or the command line is wrong
  4    everything was skipped
  5    the machine failed, or something could not be judged
  130  interrupted by Ctrl-C; 143 by SIGTERM
If several apply, the first of 130/143, 2, 5, 1, 4, 0 is used.


`

exports[`test/cli.ts > TAP > a wrong command line exits with 2 and prints what is expected on standard error > mtulab doctor --format tabel 1`] = `
error: option '-f, --format <form>' argument 'tabel' is invalid. Allowed choices are table, json.
(mtulab doctor --help shows its arguments and options)

`

exports[`test/cli.ts > TAP > a wrong command line exits with 2 and prints what is expected on standard error > mtulab rn scenarios 1`] = `
error: unknown command 'rn'
(Did you mean run?)
(mtulab --help lists commands and options)

`

exports[`test/cli.ts > TAP > a wrong command line exits with 2 and prints what is expected on standard error > mtulab run --frobnicate scenarios 1`] = `
error: unknown option '--frobnicate'
(mtulab run --help shows its arguments and options)

`

exports[`test/cli.ts > TAP > a wrong command line exits with 2 and prints what is expected on standard error > mtulab run --jobs 0 scenarios 1`] = `
error: option '--jobs <n>' argument '0' is invalid. Expected a whole number from 1 to 10000.
(mtulab run --help shows its arguments and options)

`

exports[`test/cli.ts > TAP > a wrong command line exits with 2 and prints what is expected on standard error > mtulab run --report jsn scenarios/ptb/ptb-dropped.yaml 1`] = `
error: there is no report 'jsn'; did you mean json?
reports:
  text      readable text: every step with its verdicts and their evidence
  tap       TAP version 14, a subtest per scenario
  json      one JSON document at the end
  ndjson    one JSON object per event, as it happens
  junit     JUnit XML at the end, a test suite per scenario
  markdown  Markdown for an issue: a table of scenarios, and what was not as expected
  github    annotations for GitHub Actions, and the summary of the job
  html      one page with pictures: where what happened, the evidence, the packets

`

exports[`test/cli.ts > TAP > a wrong command line exits with 2 and prints what is expected on standard error > mtulab run --report json --report tap scenarios/ptb/ptb-dropped.yaml 1`] = `
error: only one report can go to standard output; give the others a file: --report kind=path

`

exports[`test/cli.ts > TAP > a wrong command line exits with 2 and prints what is expected on standard error > mtulab run --set mss scenarios 1`] = `
error: option '--set <name=value>' argument 'mss' is invalid. Expected name=value.
(mtulab run --help shows its arguments and options)

`

exports[`test/cli.ts > TAP > a wrong command line exits with 2 and prints what is expected on standard error > mtulab run 1`] = `
error: missing required argument 'path'
(mtulab run --help shows its arguments and options)

`

exports[`test/cli.ts > TAP > a wrong command line exits with 2 and prints what is expected on standard error > mtulab run nowhere.yaml src 1`] = `
nowhere.yaml: there is no such file or folder; \`mtulab list\` prints the bundled scenarios
src: no scenario in this folder; names of scenario files end in .yaml

`

exports[`test/cli.ts > TAP > every command prints its help on standard output > mtulab --help 1`] = `
Usage: mtulab [options] [command]

A network laboratory for the jumbo first hop, the 1500-byte path, and the
transfer that hangs after a healthy handshake.

Options:
  -V, --version                        output the version number
  --debug                              show the stack trace of an error
  -h, --help                           display help for command

Commands:
  run [options] <path...>              build the network of each scenario,
                                       perform its steps, and report what
                                       happened and why
  compare [options] <before> <after>   compare two JSON reports of run: verdicts
                                       that changed, and words, sizes and times
                                       that moved
  matrix [options] <path...>           run the same scenarios on several
                                       kernels, and print what differs
  validate [options] <path...>         read and check scenarios without running
                                       them, and print every problem with its
                                       line and column
  plan [options] <path...>             print what would be built: the topology,
                                       MTUs, addresses and routes
  graph [options] <scenario>           draw the topology of a scenario: nodes,
                                       filters and clamps, and the MTU of each
                                       end of its links
  explain [options] [word-or-path]     explain a word or a key of the scenario
                                       language, list all words, or predict the
                                       steps of a scenario
  init [options] [file]                write a first scenario: by a few
                                       questions on a terminal, else from the
                                       options alone
  list [options]                       list the bundled scenarios by folder,
                                       with what each of them shows
  doctor [options]                     check what this machine can do, and print
                                       what is missing and how to get it
  schema [options]                     print the JSON Schema of scenario files,
                                       for editors
  up|deploy [options] <scenario>       build the network of a scenario and leave
                                       it running
  do [options] <step...>               perform one step in a running lab, and
                                       print what it learned
  capture [options] [place...]         print the packets of a running lab as
                                       they pass, or write them for Wireshark
  down|destroy [options] [name]        stop a running lab
  ps [options]                         list running labs
  shell [options] <node>               open a shell in a node of a running lab
  exec [options] <node> <program...>   run a program in a node of a running lab
  learn [options] [lesson]             list the lessons, or begin one or go on
                                       with it: one task at a time, judged by
                                       what the lab does
  completion [options] <shell> [line]  print the script by which bash, zsh or
                                       fish completes commands, options, labs,
                                       nodes, words and scenarios
  connect [options] <url>              fetch a page as a client of RFC 8305 does
                                       (Happy Eyeballs), and print each query
                                       and attempt as a line of JSON
  eamd [options]                       answer DNS for devices that have only
                                       IPv4, and lease each name with IPv6 an
                                       IPv4 address that tayga translates
  quic-serve [options] <address...>    serve downloads over QUIC in the network
                                       that it is started in, until it is
                                       interrupted
  quic-fetch [options] <url>           download bytes over QUIC from quic-serve,
                                       and print what the application saw as a
                                       line of JSON
  trace [options] <destination>        look at the path MTU from this host to
                                       another one: what its packets meet, what
                                       its kernel learned, and what it offers
  help [command]                       display help for command

Exit codes:
  0    everything was as expected
  1    an expectation was not met
  2    the scenario or the command line is wrong
  4    everything was skipped
  5    the machine failed, or something could not be judged
  130  interrupted by Ctrl-C; 143 by SIGTERM
If several apply, the first of 130/143, 2, 5, 1, 4, 0 is used.


`

exports[`test/cli.ts > TAP > every command prints its help on standard output > mtulab capture --help 1`] = `
Usage: mtulab capture [options] [command] [place...]

print the packets of a running lab as they pass, or write them for Wireshark

Options:
  --name <name>          which lab, if several are running (env: MTULAB_NAME)
  -w, --write <file>     write pcapng to a file, or to standard output with -
  --full                 capture whole packets, not only their headers
  -h, --help             display help for command

Commands:
  show [options] <file>  draw the packets of a pcap or pcapng file as a ladder:
                         who sent what, how far it got, and what was rewritten

A place is NODE or NODE:to-PEER; without one, all places are captured. Ctrl-C
ends the capture.
Example: mtulab capture client -w - | wireshark -k -i -

`

exports[`test/cli.ts > TAP > every command prints its help on standard output > mtulab capture show --help 1`] = `
Usage: mtulab capture show [options] <file>

draw the packets of a pcap or pcapng file as a ladder: who sent what, how far it
got, and what was rewritten

Options:
  --flow <end>  only conversations with this port or address
  --html        print one HTML page with the ladders, to be mailed
  -4, --ipv4    IPv4 only
  -6, --ipv6    IPv6 only
  -h, --help    display help for command

`

exports[`test/cli.ts > TAP > every command prints its help on standard output > mtulab compare --help 1`] = `
Usage: mtulab compare [options] <before> <after>

compare two JSON reports of run: verdicts that changed, and words, sizes and
times that moved

Options:
  --as <form>            text, json, or markdown (choices: "text", "json",
                         "markdown", default: "text")
  --tolerance <percent>  by how much a time may move; 50 by default, and 100 ms
                         at least
  -h, --help             display help for command

It exits with 1 when a verdict got worse: it was met and is not, or is not
judged any more.
Example: mtulab compare before.json after.json

`

exports[`test/cli.ts > TAP > every command prints its help on standard output > mtulab completion --help 1`] = `
Usage: mtulab completion [options] <shell> [line]

print the script by which bash, zsh or fish completes commands, options, labs,
nodes, words and scenarios

Options:
  -h, --help  display help for command

With a line, it prints what can stand in place of its last word, as the script
asks.
Example: source <(mtulab completion bash)

`

exports[`test/cli.ts > TAP > every command prints its help on standard output > mtulab connect --help 1`] = `
Usage: mtulab connect [options] <url>

fetch a page as a client of RFC 8305 does (Happy Eyeballs), and print each query
and attempt as a line of JSON

Options:
  --resolution-delay <ms>  how long AAAA is awaited once A is answered; 50 by
                           default
  --attempt-delay <ms>     from one connection attempt to the next; 250 by
                           default
  -h, --help               display help for command

Example: mtulab exec client mtulab connect http://server.lab.test/bytes/1000

`

exports[`test/cli.ts > TAP > every command prints its help on standard output > mtulab do --help 1`] = `
Usage: mtulab do [options] <step...>

perform one step in a running lab, and print what it learned

Options:
  --name <name>     which lab, if several are running (env: MTULAB_NAME)
  --time-scale <n>  on a slow machine: make every \`within\` n times as long (not
                    \`for\`) (env: MTULAB_TIME_SCALE)
  -v, --verbose     show the evidence, commands and packets of every step,
                    whatever its result
  -h, --help        display help for command

Example: mtulab do 'fetch: {from: client, to: server, bytes: 200kB}'

`

exports[`test/cli.ts > TAP > every command prints its help on standard output > mtulab doctor --help 1`] = `
Usage: mtulab doctor [options]

check what this machine can do, and print what is missing and how to get it

Options:
  -f, --format <form>  output format (choices: "table", "json", default:
                       "table")
  -h, --help           display help for command

`

exports[`test/cli.ts > TAP > every command prints its help on standard output > mtulab down --help 1`] = `
Usage: mtulab down|destroy [options] [name]

stop a running lab

Options:
  --name <name>  which lab, if several are running (env: MTULAB_NAME)
  --all          stop all running labs
  -h, --help     display help for command

`

exports[`test/cli.ts > TAP > every command prints its help on standard output > mtulab eamd --help 1`] = `
Usage: mtulab eamd [options]

answer DNS for devices that have only IPv4, and lease each name with IPv6 an
IPv4 address that tayga translates

Options:
  --config <file>       the tayga.conf, in which it keeps the mappings of its
                        leases; other mappings there are for good (default:
                        "/etc/tayga.conf")
  --listen <address>    an address at which devices ask; may be repeated
  --upstream <address>  the resolver that it asks
  --pool <prefix>       the IPv4 addresses that it leases; routers have to lead
                        them here
  --pool-size <n>       how many of them it leases at most
  --ttl <seconds>       how long a device may keep an answer (default: 30)
  --lease <seconds>     how long a lease lasts after its last answer; after
                        that, as long as a flow uses it (default: 60)
  -h, --help            display help for command

It runs tayga itself, needs root, and ends tayga when it ends. Where no address
is left it answers SERVFAIL. A signature of DNSSEC cannot cover an address that
it has made.
Example: mtulab eamd --listen 192.0.2.1 --upstream 2001:db8::53 --pool 203.0.113.0/28

`

exports[`test/cli.ts > TAP > every command prints its help on standard output > mtulab exec --help 1`] = `
Usage: mtulab exec [options] <node> <program...>

run a program in a node of a running lab

Options:
  --name <name>  which lab, if several are running (env: MTULAB_NAME)
  -h, --help     display help for command

The exit code is that of the program.

`

exports[`test/cli.ts > TAP > every command prints its help on standard output > mtulab explain --help 1`] = `
Usage: mtulab explain [options] [word-or-path]

explain a word or a key of the scenario language, list all words, or predict the
steps of a scenario

Options:
  --set <name=value>  set a variable of \`vars\` or \`vary\`; may be repeated
  --claims [report]   print what the bundled scenarios show, with their results
                      in a JSON report of \`run\` if one is given
  -h, --help          display help for command

A path is a scenario file, a folder of them, or the name of a bundled scenario
or of its folder (ptb-dropped, clamp).

`

exports[`test/cli.ts > TAP > every command prints its help on standard output > mtulab graph --help 1`] = `
Usage: mtulab graph [options] <scenario>

draw the topology of a scenario: nodes, filters and clamps, and the MTU of each
end of its links

Options:
  --as <form>         svg (laid out by Graphviz), dot, mermaid, or ascii: the
                      picture of \`plan\` (choices: "svg", "dot", "mermaid",
                      "ascii", default: "ascii")
  --set <name=value>  set a variable of \`vars\` or \`vary\`; may be repeated
  -h, --help          display help for command

Example: mtulab graph ptb-dropped --as svg > ptb-dropped.svg

`

exports[`test/cli.ts > TAP > every command prints its help on standard output > mtulab init --help 1`] = `
Usage: mtulab init [options] [file]

write a first scenario: by a few questions on a terminal, else from the options
alone

Options:
  --fault <fault>      why the sender does not learn the path MTU: Packet Too
                       Big is dropped, by a rule or a stateful firewall; none is
                       sent; or none of these (choices: "dropped", "stateful",
                       "silent", "none")
  --cure <cure>        what mends it for new connections; by default the first
                       that helps (choices: "clamp", "filter", "stateful",
                       "probing", "none")
  --first-hop <bytes>  the MTU of the hosts; 9000 by default
  --path <bytes>       the MTU of the narrow link; 1500 by default
  --force              overwrite a file that exists
  -h, --help           display help for command

Example: mtulab init first.yaml --fault dropped --cure clamp

`

exports[`test/cli.ts > TAP > every command prints its help on standard output > mtulab inside --help 1`] = `
Usage: mtulab inside [options]

the process inside the sandbox; started by run and up

Options:
  --time-scale <n>  on a slow machine: make every \`within\` n times as long (not
                    \`for\`) (env: MTULAB_TIME_SCALE)
  -h, --help        display help for command

`

exports[`test/cli.ts > TAP > every command prints its help on standard output > mtulab learn --help 1`] = `
Usage: mtulab learn [options] [command] [lesson]

list the lessons, or begin one or go on with it: one task at a time, judged by
what the lab does

Options:
  --check                   check the present task, and end
  --hint                    give the next hint, and end
  --answer <text>           answer, and end
  --restart                 begin again, in a new lab
  --class [dir]             print who is where: all users of this machine (as
                            root), or those whose state folders are in dir
  -h, --help                display help for command

Commands:
  blind [options]           put a fault into a network, give only the symptom,
                            and judge the answer: place and cause
  print [options] [lesson]  print the tasks of a lesson, or of all, as a page
                            for handouts (Markdown)

A lesson is a number or a name from the list.
Example: mtulab learn 1

`

exports[`test/cli.ts > TAP > every command prints its help on standard output > mtulab learn blind --help 1`] = `
Usage: mtulab learn blind [options]

put a fault into a network, give only the symptom, and judge the answer: place
and cause

Options:
  --seed <n>       which case; the same number is the same case for a whole
                   class
  --hint           give the next hint, and end
  --answer <text>  answer, and end
  --restart        begin again, in a new lab
  -h, --help       display help for command

Example: mtulab learn blind --seed 7

`

exports[`test/cli.ts > TAP > every command prints its help on standard output > mtulab learn print --help 1`] = `
Usage: mtulab learn print [options] [lesson]

print the tasks of a lesson, or of all, as a page for handouts (Markdown)

Options:
  --solutions  print the solutions and answers as well
  -h, --help   display help for command

`

exports[`test/cli.ts > TAP > every command prints its help on standard output > mtulab list --help 1`] = `
Usage: mtulab list [options]

list the bundled scenarios by folder, with what each of them shows

Options:
  -f, --format <form>  output format (choices: "table", "json", default:
                       "table")
  -h, --help           display help for command

`

exports[`test/cli.ts > TAP > every command prints its help on standard output > mtulab matrix --help 1`] = `
Usage: mtulab matrix [options] <path...>

run the same scenarios on several kernels, and print what differs

Options:
  --kernels <yaml>      the targets, in YAML: a name and a kind each (native,
                        uml, qemu, deb)
  --as <form>           text, json, markdown or html, to standard output
                        (choices: "text", "json", "markdown", "html", default:
                        "text")
  --report <kind=path>  also write the table to a file: text, json, markdown or
                        html (a page); may be repeated
  --keep <dir>          write the JSON report of each target into dir, for
                        \`mtulab compare\`
  -h, --help            display help for command

Guests are booted one after the other; nothing is installed, and nothing of them
is left.
Example: mtulab matrix ptb-dropped --kernels kernels.yaml

`

exports[`test/cli.ts > TAP > every command prints its help on standard output > mtulab plan --help 1`] = `
Usage: mtulab plan [options] <path...>

print what would be built: the topology, MTUs, addresses and routes

Options:
  --script             print a shell script that builds and removes the same
                       network without mtulab
  -f, --format <form>  output format (choices: "table", "json", default:
                       "table")
  --set <name=value>   set a variable of \`vars\` or \`vary\`; may be repeated
  -h, --help           display help for command

`

exports[`test/cli.ts > TAP > every command prints its help on standard output > mtulab ps --help 1`] = `
Usage: mtulab ps [options]

list running labs

Options:
  -f, --format <form>  output format (choices: "table", "json", default:
                       "table")
  -h, --help           display help for command

`

exports[`test/cli.ts > TAP > every command prints its help on standard output > mtulab quic-fetch --help 1`] = `
Usage: mtulab quic-fetch [options] <url>

download bytes over QUIC from quic-serve, and print what the application saw as
a line of JSON

Options:
  --local-address <address>  the address from which it sends
  --local-port <port>        the UDP port from which it sends
  --within <ms>              end after this time; 30000 by default
  --silence <ms>             end after this time without the handshake, or
                             without another byte
  -h, --help                 display help for command

Example: mtulab exec client mtulab quic-fetch quic://[2001:db8::1]/200000 --silence 2000

`

exports[`test/cli.ts > TAP > every command prints its help on standard output > mtulab quic-serve --help 1`] = `
Usage: mtulab quic-serve [options] <address...>

serve downloads over QUIC in the network that it is started in, until it is
interrupted

Options:
  --port <port>                the UDP port; 443 by default
  --max-datagram-size <bytes>  the largest UDP payload that it sends, from 1200
                               to 65507; 1200 by default
  -h, --help                   display help for command

Example: mtulab exec server mtulab quic-serve 2001:db8::1 --max-datagram-size 8000

`

exports[`test/cli.ts > TAP > every command prints its help on standard output > mtulab run --help 1`] = `
Usage: mtulab run [options] <path...>

build the network of each scenario, perform its steps, and report what happened
and why

Options:
  --report <kind[=path]>  text, tap, json, ndjson, junit, markdown, github or
                          html, to standard output or a file; may be repeated
  --artifacts <dir>       write packets (pcapng), script, events and a README of
                          each scenario to its own folder in dir
  --jobs <n>              run at most n labs at the same time (default: as many
                          as the machine can hold) (env: MTULAB_JOBS)
  --set <name=value>      set a variable of \`vars\` or \`vary\`; may be repeated
  -4, --ipv4              IPv4 only
  -6, --ipv6              IPv6 only
  --time-scale <n>        on a slow machine: make every \`within\` n times as long
                          (not \`for\`) (env: MTULAB_TIME_SCALE)
  -v, --verbose           show the evidence, commands and packets of every step,
                          whatever its result
  --predict               compare each step with what its plan predicts; a step
                          that contradicts its prediction fails
  --strict-skip           treat a skipped scenario as a failure
  --shard <i/n>           run one of n parts, as on one of n machines: 2/3 is
                          the second of three
  --durations <report>    a JSON report of an earlier run, by whose durations
                          the shards are balanced
  --bisect                for \`git bisect run\`: exit with 125 when there is no
                          verdict (skips, machine failures, wrong files)
  -h, --help              display help for command

A path is a scenario file, a folder of them, or the name of a bundled scenario
or of its folder (ptb-dropped, clamp).

`

exports[`test/cli.ts > TAP > every command prints its help on standard output > mtulab schema --help 1`] = `
Usage: mtulab schema [options]

print the JSON Schema of scenario files, for editors

Options:
  -h, --help  display help for command

`

exports[`test/cli.ts > TAP > every command prints its help on standard output > mtulab shell --help 1`] = `
Usage: mtulab shell [options] <node>

open a shell in a node of a running lab

Options:
  --name <name>  which lab, if several are running (env: MTULAB_NAME)
  -h, --help     display help for command

`

exports[`test/cli.ts > TAP > every command prints its help on standard output > mtulab trace --help 1`] = `
Usage: mtulab trace [options] <destination>

look at the path MTU from this host to another one: what its packets meet, what
its kernel learned, and what it offers

Options:
  --port <n>         the TCP port of the handshake and of the lookup of its
                     route (default: 80)
  -4, --ipv4         IPv4 only
  -6, --ipv6         IPv6 only
  --as <form>        text or json (choices: "text", "json", default: "text")
  --scenario <file>  write a scenario with the path that was seen
  -h, --help         display help for command

It needs no lab, and changes nothing; the kernel may learn a path MTU by its
packets, and forgets it by itself. Root sees more: messages that do not reach a
socket, and firewall rules.
Example: mtulab trace server.example --port 443 --scenario seen.yaml

`

exports[`test/cli.ts > TAP > every command prints its help on standard output > mtulab up --help 1`] = `
Usage: mtulab up|deploy [options] <scenario>

build the network of a scenario and leave it running

Options:
  --until <step-name>  perform the steps up to and including this one (its name)
  --name <name>        the name of the lab (default: the name of the file) (env:
                       MTULAB_NAME)
  --set <name=value>   set a variable of \`vars\` or \`vary\`; may be repeated
  -4, --ipv4           IPv4 only
  -6, --ipv6           IPv6 only
  --time-scale <n>     on a slow machine: make every \`within\` n times as long
                       (not \`for\`) (env: MTULAB_TIME_SCALE)
  -h, --help           display help for command

`

exports[`test/cli.ts > TAP > every command prints its help on standard output > mtulab validate --help 1`] = `
Usage: mtulab validate [options] <path...>

read and check scenarios without running them, and print every problem with its
line and column

Options:
  --set <name=value>  set a variable of \`vars\` or \`vary\`; may be repeated
  -h, --help          display help for command

A path is a scenario file, a folder of them, or the name of a bundled scenario
or of its folder (ptb-dropped, clamp).

`
