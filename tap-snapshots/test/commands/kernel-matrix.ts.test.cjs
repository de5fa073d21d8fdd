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
| broken | Scenario 0 (0.yaml) | passed on here, error on broken: Kernel panic |
| broken | Scenario 1 (1.yaml) | passed on here, error on broken: Kernel panic |

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
  Scenario 0 (0.yaml)  passed on here, error on broken: Kernel panic
  Scenario 1 (1.yaml)  passed on here, error on broken: Kernel panic

why scenarios were not judged:
  broken  2 scenarios  error: Kernel panic
  old     1 scenario   skipped: this machine lacks hash-seed

broken failed: Kernel panic - not syncing: no init
  the last lines of the console of the guest:
  booting

`

exports[`test/commands/kernel-matrix.ts > TAP > all problems of a file of targets are reported at once > nothing 1`] = `
targets: missing; expected names with a kind each, such as \`here: native\`
`

exports[`test/commands/kernel-matrix.ts > TAP > all problems of a file of targets are reported at once > problems 1`] = `
unknown key "target"; did you mean targets? allowed: targets
targets.a: unknown kind "natve"; did you mean native? allowed: deb, native, qemu, uml
targets.b: qemu: modules is missing; it is the folder of the modules, such as /lib/modules/6.1.0-54-cloud-amd64
targets.b: qemu: unknown key "module"; did you mean modules? allowed: kernel, modules, sysctl
targets.c: deb: "x; reboot" is no name of a Debian package
targets.d: sysctl: "kernel.panic" is no setting below net, such as net.ipv4.tcp_mtu_probing
targets.e: expected one kind: native, uml, qemu, deb
targets.f: sysctl: expected settings and their values
`
