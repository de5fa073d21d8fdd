/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`test/commands/kernel-matrix.ts > TAP > a matrix has a result for each scenario and target, and says in words what differs > markdown 1`] = `
| scenario | here | old | broken |
| --- | --- | --- | --- |
| Scenario 0 (0.yaml) | passed | failed | error |
| Scenario 1 (1.yaml) | passed | skipped | error |

| target | scenario, step | difference |
| --- | --- | --- |
| old | Scenario 0 (0.yaml) | passed on here, failed on old |
| old | 0.yaml:20, a large response stalls, IPv6 | outcome: met: stalled on here; not met: completed: 200000 of 200000 bytes on old |
| old | Scenario 1 (1.yaml) | passed on here, skipped on old: this machine lacks hash-seed |
| broken | 2 scenarios | passed on here, error on broken: Kernel panic |

`

exports[`test/commands/kernel-matrix.ts > TAP > a matrix has a result for each scenario and target, and says in words what differs > no difference 1`] = `
here  Linux 6.18.0; 2 passed, 0 failed, 0 skipped, 0 errors
      syn-remembers-pmtu is true on this kernel: an MSS of 1440
same  Linux 6.18.0; 2 passed, 0 failed, 0 skipped, 0 errors
      syn-remembers-pmtu is true on this kernel: an MSS of 1440

here      same      scenario
✔ passed  ✔ passed  Scenario 0 (0.yaml)
✔ passed  ✔ passed  Scenario 1 (1.yaml)

same, compared with here: no difference

`

exports[`test/commands/kernel-matrix.ts > TAP > a matrix has a result for each scenario and target, and says in words what differs > one target 1`] = `
here  Linux 6.18.0; 2 passed, 0 failed, 0 skipped, 0 errors
      syn-remembers-pmtu is true on this kernel: an MSS of 1440

here      scenario
✔ passed  Scenario 0 (0.yaml)
✔ passed  Scenario 1 (1.yaml)

`

exports[`test/commands/kernel-matrix.ts > TAP > a matrix has a result for each scenario and target, and says in words what differs > text 1`] = `
here    Linux 6.18.0; 2 passed, 0 failed, 0 skipped, 0 errors
        syn-remembers-pmtu is true on this kernel: an MSS of 1440
old     Linux 6.1.0; 12.3 times slower, measured; 0 passed, 1 failed, 1 skipped, 0 errors
broken  did not run; 0 passed, 0 failed, 0 skipped, 2 errors

here      old        broken   scenario
✔ passed  ✖ failed   ! error  Scenario 0 (0.yaml)
✔ passed  ↷ skipped  ! error  Scenario 1 (1.yaml)

old, compared with here:
  Scenario 0 (0.yaml)                       passed on here, failed on old
  0.yaml:20, a large response stalls, IPv6  outcome: met: stalled on here; not met: completed: 200000 of 200000 bytes on old
  Scenario 1 (1.yaml)                       passed on here, skipped on old: this machine lacks hash-seed

broken, compared with here:
  2 scenarios  passed on here, error on broken: Kernel panic

why scenarios were not judged:
  old     1 scenario   skipped: this machine lacks hash-seed
  broken  2 scenarios  error: Kernel panic

broken failed: Kernel panic - not syncing: no init
  the last lines of the console of the guest:
  booting

`

exports[`test/commands/kernel-matrix.ts > TAP > all problems of a file of targets are reported at once > a name twice 1`] = `
kernels.yaml:1:23: duplicate key a: the first is in line 1, column 12; keep one of the two
1 | targets: { a: native, a: uml }
                          ^

`

exports[`test/commands/kernel-matrix.ts > TAP > all problems of a file of targets are reported at once > an empty file 1`] = `
kernels.yaml:1:1: targets: missing; add names with a kind each, such as \`targets: { here: native }\`
1 | 
    ^

`

exports[`test/commands/kernel-matrix.ts > TAP > all problems of a file of targets are reported at once > no YAML 1`] = `
kernels.yaml:1:10: [ is not closed; close it with ]
1 | targets: [
             ^

`

exports[`test/commands/kernel-matrix.ts > TAP > all problems of a file of targets are reported at once > nothing 1`] = `
kernels.yaml:1:1: targets: missing; add names with a kind each, such as \`targets: { here: native }\`
1 | {}
    ^

`

exports[`test/commands/kernel-matrix.ts > TAP > all problems of a file of targets are reported at once > problems 1`] = `
kernels.yaml:1:1: unknown key "target"; did you mean targets? allowed: targets
1 | target: {}
    ^
kernels.yaml:3:6: a: unknown kind "natve"; did you mean native? allowed: deb, native, qemu, uml
3 |   a: natve
         ^
kernels.yaml:4:8: qemu: modules is missing; write the folder of the modules, such as /lib/modules/6.1.0-54-cloud-amd64
4 |   b: { qemu: { kernel: /k, module: /m } }
           ^
kernels.yaml:4:28: qemu: unknown key "module"; did you mean modules? allowed: kernel, load, modules, sysctl
4 |   b: { qemu: { kernel: /k, module: /m } }
                               ^
kernels.yaml:5:13: deb: "x; reboot" is no name of a Debian package; write the name of a Debian package, such as linux-image-6.1.0-54-cloud-amd64
5 |   c: { deb: "x; reboot" }
                ^
kernels.yaml:6:28: sysctl: "kernel.panic" is no setting below net; write settings below net and their values, such as { net.ipv4.tcp_mtu_probing: 1 }
6 |   d: { native: { sysctl: { kernel.panic: 1 } } }
                               ^
kernels.yaml:7:3: e: several kinds; write one of native, uml, qemu, deb
7 |   e: { native: {}, uml: {} }
      ^
kernels.yaml:8:26: sysctl: no settings; write settings below net and their values, such as { net.ipv4.tcp_mtu_probing: 1 }
8 |   f: { native: { sysctl: 3 } }
                             ^
kernels.yaml:9:3: g: no kind; write one of native, uml, qemu, deb
9 |   g:
      ^
kernels.yaml:10:3: h: no kind; write one of native, uml, qemu, deb
10 |   h: {}
       ^
kernels.yaml:11:8: i: unknown kind "quemu"; did you mean qemu? allowed: deb, native, qemu, uml
11 |   i: { quemu: {} }
            ^
kernels.yaml:12:3: deb: package is missing; write the name of a Debian package, such as linux-image-6.1.0-54-cloud-amd64
12 |   j: deb
       ^
kernels.yaml:13:24: deb: "A" is no name of a Debian package; write the name of a Debian package, such as linux-image-6.1.0-54-cloud-amd64
13 |   k: { deb: { package: A, kernel: /k } }
                            ^
kernels.yaml:13:27: deb: unknown key "kernel"; allowed: load, package, sysctl
13 |   k: { deb: { package: A, kernel: /k } }
                               ^
kernels.yaml:14:18: native: "load" is not for this kind; a module would stay in the kernel of this machine; load it in a guest (deb, qemu, uml)
14 |   l: { native: { load: [br_netfilter] } }
                      ^
kernels.yaml:15:21: load: no list of modules; write a list of modules, such as [br_netfilter]
15 |   m: { uml: { load: br_netfilter } }
                         ^
kernels.yaml:16:22: load: "--help" is no name of a module; write a list of modules, such as [br_netfilter]
16 |   n: { uml: { load: [--help, br_netfilter, 3] } }
                          ^
kernels.yaml:16:44: load: 3 is no name of a module; write a list of modules, such as [br_netfilter]
16 |   n: { uml: { load: [--help, br_netfilter, 3] } }
                                                ^
kernels.yaml:17:21: load: no list of modules; write a list of modules, such as [br_netfilter]
17 |   o: { uml: { load: [] } }
                         ^

`
