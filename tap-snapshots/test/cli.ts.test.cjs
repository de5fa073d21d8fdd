/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`test/cli.ts > TAP > a wrong command line ends with 2 and says on standard error what would be right > mtulab  1`] = `
Usage: mtulab [options] [command]

A laboratory for the jumbo first hop, the 1500-byte path, and the transfer that
hangs after a healthy handshake.

Options:
  -V, --version                       output the version number
  -h, --help                          display help for command

Commands:
  run [options] <path...>             build the network of each scenario,
                                      perform its steps, and say what happened
                                      and why
  validate [options] <path...>        read and plan scenarios without running
                                      them, and print every problem with its
                                      place
  plan [options] <path...>            print what would be built: the topology,
                                      MTUs, addresses and routes
  explain [word]                      explain a word of the scenario language;
                                      all of them without one
  doctor [options]                    try what this machine can do, and say what
                                      is missing and how to get it
  schema                              print the JSON Schema of scenario files,
                                      for editors
  do [options] <step...>              perform one step in a lab that stands, and
                                      print its evidence
  capture [options] [place...]        show the packets of a lab that stands as
                                      they pass, or write them for Wireshark
  ps [options]                        list the labs that stand
  shell [options] <node>              open a shell in a node of a lab that
                                      stands
  exec [options] <node> <program...>  run a program in a node of a lab that
                                      stands
  help [command]                      display help for command

Exit codes:
  0    all as expected
  1    an expectation was not met
  2    the scenario or the command line is wrong
  4    everything was skipped
  5    the machine failed, or something could not be judged
  130  interrupted by Ctrl-C; 143 by SIGTERM
Where several hold, the first of 130/143, 2, 5, 1, 4, 0 is given.


`

exports[`test/cli.ts > TAP > a wrong command line ends with 2 and says on standard error what would be right > mtulab doctor --format tabel 1`] = `
error: option '-f, --format <form>' argument 'tabel' is invalid. Allowed choices are table, json.
(mtulab doctor --help says what it takes)

`

exports[`test/cli.ts > TAP > a wrong command line ends with 2 and says on standard error what would be right > mtulab rn scenarios 1`] = `
error: unknown command 'rn'
(Did you mean run?)
(mtulab --help lists commands and options)

`

exports[`test/cli.ts > TAP > a wrong command line ends with 2 and says on standard error what would be right > mtulab run --frobnicate scenarios 1`] = `
error: unknown option '--frobnicate'
(mtulab run --help says what it takes)

`

exports[`test/cli.ts > TAP > a wrong command line ends with 2 and says on standard error what would be right > mtulab run --jobs 0 scenarios 1`] = `
error: option '--jobs <n>' argument '0' is invalid. It must be a whole number above 0.
(mtulab run --help says what it takes)

`

exports[`test/cli.ts > TAP > a wrong command line ends with 2 and says on standard error what would be right > mtulab run --report jsn scenarios/ptb-dropped.yaml 1`] = `
error: there is no report 'jsn'; did you mean json?

`

exports[`test/cli.ts > TAP > a wrong command line ends with 2 and says on standard error what would be right > mtulab run --report json --report tap scenarios/ptb-dropped.yaml 1`] = `
error: two reports on standard output; give all but one a file: --report kind=path

`

exports[`test/cli.ts > TAP > a wrong command line ends with 2 and says on standard error what would be right > mtulab run --set mss scenarios 1`] = `
error: option '--set <name=value>' argument 'mss' is invalid. It must read name=value.
(mtulab run --help says what it takes)

`

exports[`test/cli.ts > TAP > a wrong command line ends with 2 and says on standard error what would be right > mtulab run 1`] = `
error: missing required argument 'path'
(mtulab run --help says what it takes)

`

exports[`test/cli.ts > TAP > a wrong command line ends with 2 and says on standard error what would be right > mtulab run nowhere.yaml src 1`] = `
nowhere.yaml: cannot be read (ENOENT: no such file or directory, stat 'nowhere.yaml'); a scenario file or a folder of them is wanted
src: no scenario in this folder; their names end in .yaml

`

exports[`test/cli.ts > TAP > capture show draws a file, with the nodes where it names them, and needs no lab > a file of mtulab 1`] = `
IPv6 TCP  [2001:db8:1::1]:51292 ↔ [2001:db8:4::2]:80  (12 packets)
     ms  client         edge         transit      firewall       server
            │             │             │             │             │
   0.00     ├─────────────┼─────────────┼─────────────┼────────────▶│  SYN mss 8940
   0.13     │◀────────────┼─────────────┼─────────────┼─────────────┤  SYN-ACK mss 8940
   0.18     ├─────────────┼─────────────┼─────────────┼────────────▶│  ACK 1
   0.53     │             │             ╳─────────────┼─────────────┤  1:8929, 9000 B
   0.56     │             │             ├─────────────╳             │  PTB 1500 for 1:8929
   0.57     │◀────────────┼─────────────┼─────────────┼─────────────┤  8929:9501, 644 B
   0.62     │             │             ╳─────────────┼─────────────┤  1:8929, 9000 B, again
   0.63     │             │             ├─────────────╳             │  PTB 1500 for 1:8929
         changed: edge: ipv6: SYNs keep their MSS
 207.62     │             │             ╳─────────────┼─────────────┤  1:8929, 9000 B, again
 207.72     │             │             ├─────────────╳             │  PTB 1500 for 1:8929
            ┊             ┊             ┊             ┊             ┊  … 1 ACK, delivered
 501.46     ├─────────────┼─────────────┼─────────────┼────────────▶│  RST
         ╳ last seen there, and no further

`

exports[`test/cli.ts > TAP > capture show draws a file, with the nodes where it names them, and needs no lab > a plain pcap file 1`] = `
A = 2001:db8:1::1
B = 2001:db8:4::2

IPv6 TCP  [2001:db8:1::1]:51294 ↔ [2001:db8:4::2]:80  (18 packets)
     ms  A             B
         │             │
   0.00  ├────────────▶│  SYN mss 1396
   0.07  │◀────────────┤  SYN-ACK mss 8940
   0.10  ├────────────▶│  ACK 1
   0.40  │◀────────────┤  1:1385, 1456 B
   0.45  │◀────────────┤  1385:2769, 1456 B
         ┊             ┊  … 6 ACKs, 4 segments, all delivered
   0.61  │◀────────────┤  8305:9501, 1268 B
         ┊             ┊  … 1 ACK, delivered
   0.90  ├────────────▶│  RST

`

exports[`test/cli.ts > TAP > every command explains itself, on standard output > mtulab --help 1`] = `
Usage: mtulab [options] [command]

A laboratory for the jumbo first hop, the 1500-byte path, and the transfer that
hangs after a healthy handshake.

Options:
  -V, --version                       output the version number
  -h, --help                          display help for command

Commands:
  run [options] <path...>             build the network of each scenario,
                                      perform its steps, and say what happened
                                      and why
  validate [options] <path...>        read and plan scenarios without running
                                      them, and print every problem with its
                                      place
  plan [options] <path...>            print what would be built: the topology,
                                      MTUs, addresses and routes
  explain [word]                      explain a word of the scenario language;
                                      all of them without one
  doctor [options]                    try what this machine can do, and say what
                                      is missing and how to get it
  schema                              print the JSON Schema of scenario files,
                                      for editors
  up|deploy [options] <file>          build the network of a scenario and keep
                                      it standing
  do [options] <step...>              perform one step in a lab that stands, and
                                      print its evidence
  capture [options] [place...]        show the packets of a lab that stands as
                                      they pass, or write them for Wireshark
  down|destroy [options] [name]       take a lab away that stands
  ps [options]                        list the labs that stand
  shell [options] <node>              open a shell in a node of a lab that
                                      stands
  exec [options] <node> <program...>  run a program in a node of a lab that
                                      stands
  help [command]                      display help for command

Exit codes:
  0    all as expected
  1    an expectation was not met
  2    the scenario or the command line is wrong
  4    everything was skipped
  5    the machine failed, or something could not be judged
  130  interrupted by Ctrl-C; 143 by SIGTERM
Where several hold, the first of 130/143, 2, 5, 1, 4, 0 is given.


`

exports[`test/cli.ts > TAP > every command explains itself, on standard output > mtulab capture --help 1`] = `
Usage: mtulab capture [options] [command] [place...]

show the packets of a lab that stands as they pass, or write them for Wireshark

Options:
  --name <name>          which lab, when several are up (env: MTULAB_NAME)
  -w, --write <file>     write pcapng to a file, or with - to standard output
  --full                 whole packets, not their headers
  -h, --help             display help for command

Commands:
  show [options] <file>  draw the packets of a pcap or pcapng file as a ladder:
                         who sent what, how far it came, and what was rewritten

A place is NODE or NODE:to-PEER; all of them without one. Ctrl-C ends it.
Example: mtulab capture client -w - | wireshark -k -i -

`

exports[`test/cli.ts > TAP > every command explains itself, on standard output > mtulab capture show --help 1`] = `
Usage: mtulab capture show [options] <file>

draw the packets of a pcap or pcapng file as a ladder: who sent what, how far it
came, and what was rewritten

Options:
  --flow <end>  only conversations with this port or address
  -4, --ipv4    IPv4 only
  -6, --ipv6    IPv6 only
  -h, --help    display help for command

`

exports[`test/cli.ts > TAP > every command explains itself, on standard output > mtulab do --help 1`] = `
Usage: mtulab do [options] <step...>

perform one step in a lab that stands, and print its evidence

Options:
  --name <name>  which lab, when several are up (env: MTULAB_NAME)
  -v, --verbose  evidence and commands of every step, met or not
  -h, --help     display help for command

Example: mtulab do 'fetch: {from: client, to: server, bytes: 200kB}'

`

exports[`test/cli.ts > TAP > every command explains itself, on standard output > mtulab doctor --help 1`] = `
Usage: mtulab doctor [options]

try what this machine can do, and say what is missing and how to get it

Options:
  -f, --format <form>  how to print (choices: "table", "json", default: "table")
  -h, --help           display help for command

`

exports[`test/cli.ts > TAP > every command explains itself, on standard output > mtulab down --help 1`] = `
Usage: mtulab down|destroy [options] [name]

take a lab away that stands

Options:
  --name <name>  which lab, when several are up (env: MTULAB_NAME)
  --all          all of them
  -h, --help     display help for command

`

exports[`test/cli.ts > TAP > every command explains itself, on standard output > mtulab exec --help 1`] = `
Usage: mtulab exec [options] <node> <program...>

run a program in a node of a lab that stands

Options:
  --name <name>  which lab, when several are up (env: MTULAB_NAME)
  -h, --help     display help for command

Its exit code is that of the program.

`

exports[`test/cli.ts > TAP > every command explains itself, on standard output > mtulab explain --help 1`] = `
Usage: mtulab explain [options] [word]

explain a word of the scenario language; all of them without one

Options:
  -h, --help  display help for command

`

exports[`test/cli.ts > TAP > every command explains itself, on standard output > mtulab inside --help 1`] = `
Usage: mtulab inside [options]

the process inside the sandbox; started by run and up

Options:
  -h, --help  display help for command

`

exports[`test/cli.ts > TAP > every command explains itself, on standard output > mtulab plan --help 1`] = `
Usage: mtulab plan [options] <path...>

print what would be built: the topology, MTUs, addresses and routes

Options:
  --script             print a shell script that builds the same network, and
                       takes it down, without mtulab
  -f, --format <form>  how to print (choices: "table", "json", default: "table")
  --set <name=value>   fix a variable of \`vars\` or \`vary\`; may be repeated
  -h, --help           display help for command

`

exports[`test/cli.ts > TAP > every command explains itself, on standard output > mtulab ps --help 1`] = `
Usage: mtulab ps [options]

list the labs that stand

Options:
  -f, --format <form>  how to print (choices: "table", "json", default: "table")
  -h, --help           display help for command

`

exports[`test/cli.ts > TAP > every command explains itself, on standard output > mtulab run --help 1`] = `
Usage: mtulab run [options] <path...>

build the network of each scenario, perform its steps, and say what happened and
why

Options:
  --report <kind[=path]>  text, tap or json, to standard output or a file; may
                          be repeated
  --artifacts <dir>       keep packets (pcapng), script, events and a README of
                          each scenario in folders there
  --jobs <n>              labs that may stand at the same time (default: as many
                          as the machine can hold) (env: MTULAB_JOBS)
  --set <name=value>      fix a variable of \`vars\` or \`vary\`; may be repeated
  -4, --ipv4              IPv4 only
  -6, --ipv6              IPv6 only
  --time-scale <n>        on a slow machine: make every \`within\` n times as long
                          (\`for\` stays) (env: MTULAB_TIME_SCALE)
  -v, --verbose           evidence and commands of every step, met or not
  --strict-skip           a skipped scenario is a failure
  --bisect                for \`git bisect run\`: 125 where nothing can be said
                          (skips, machine failures)
  -h, --help              display help for command

A path is a scenario file or a folder of them.

`

exports[`test/cli.ts > TAP > every command explains itself, on standard output > mtulab schema --help 1`] = `
Usage: mtulab schema [options]

print the JSON Schema of scenario files, for editors

Options:
  -h, --help  display help for command

`

exports[`test/cli.ts > TAP > every command explains itself, on standard output > mtulab shell --help 1`] = `
Usage: mtulab shell [options] <node>

open a shell in a node of a lab that stands

Options:
  --name <name>  which lab, when several are up (env: MTULAB_NAME)
  -h, --help     display help for command

`

exports[`test/cli.ts > TAP > every command explains itself, on standard output > mtulab up --help 1`] = `
Usage: mtulab up|deploy [options] <file>

build the network of a scenario and keep it standing

Options:
  --until <step>      perform the steps up to and with this one (its name)
  --name <name>       what to call the lab (default: the name of the file) (env:
                      MTULAB_NAME)
  --set <name=value>  fix a variable of \`vars\` or \`vary\`; may be repeated
  -4, --ipv4          IPv4 only
  -6, --ipv6          IPv6 only
  -h, --help          display help for command

`

exports[`test/cli.ts > TAP > every command explains itself, on standard output > mtulab validate --help 1`] = `
Usage: mtulab validate [options] <path...>

read and plan scenarios without running them, and print every problem with its
place

Options:
  --set <name=value>  fix a variable of \`vars\` or \`vary\`; may be repeated
  -h, --help          display help for command

A path is a scenario file or a folder of them.

`
