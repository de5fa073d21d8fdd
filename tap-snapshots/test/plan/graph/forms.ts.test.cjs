/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`test/plan/graph/forms.ts > TAP > DOT and Mermaid of chains, legs and tunnels > chain as DOT 1`] = `
graph {
  graph [rankdir=LR, nodesep=0.7, ranksep=1.5, splines=spline]
  node [shape=box, style=rounded, fontname="Helvetica,Arial,sans-serif", fontsize=13, margin="0.2,0.08"]
  edge [fontname="Helvetica,Arial,sans-serif", fontsize=11]
  "client" [label="client\\nhost"]
  "edge" [label="edge\\nclamps MSS to 1396\\ntowards transit"]
  "transit" [label="transit\\nrouter"]
  "firewall" [label="firewall\\ndrops packet-too-big"]
  "server" [label="server\\nhost\\nserves http"]
  "client" -- "edge" [id=0, taillabel="9000", headlabel="9000"]
  "edge" -- "transit" [id=1, taillabel="1500", headlabel="1500"]
  "transit" -- "firewall" [id=2, taillabel="9000", headlabel="1500"]
  "firewall" -- "server" [id=3, taillabel="9000", headlabel="9000"]
}

`

exports[`test/plan/graph/forms.ts > TAP > DOT and Mermaid of chains, legs and tunnels > chain as Mermaid 1`] = `
flowchart LR
  n0["client<br>host"]
  n1["edge<br>clamps MSS to 1396<br>towards transit"]
  n2["transit<br>router"]
  n3["firewall<br>drops packet-too-big"]
  n4["server<br>host<br>serves http"]
  n0 ---|"9000"| n1
  n1 ---|"1500"| n2
  n2 ---|"9000 / 1500"| n3
  n3 ---|"9000"| n4

`

exports[`test/plan/graph/forms.ts > TAP > DOT and Mermaid of chains, legs and tunnels > threeLegs as DOT 1`] = `
graph {
  graph [rankdir=LR, nodesep=0.7, ranksep=1.5, splines=spline]
  node [shape=box, style=rounded, fontname="Helvetica,Arial,sans-serif", fontsize=13, margin="0.2,0.08"]
  edge [fontname="Helvetica,Arial,sans-serif", fontsize=11]
  "a" [label="a\\nhost"]
  "b" [label="b\\nhost"]
  "x" [label="x\\nrouter on a leg"]
  "y" [label="y\\nrouter on a leg"]
  "zz" [label="zz\\nrouter on a leg"]
  "a" -- "x" [id=0, taillabel="600", headlabel="600"]
  "x" -- "b" [id=1, taillabel="600", headlabel="600"]
  "a" -- "y" [id=2, taillabel="600", headlabel="600"]
  "y" -- "b" [id=3, taillabel="600", headlabel="600"]
  "a" -- "zz" [id=4, taillabel="600", headlabel="600"]
  "zz" -- "b" [id=5, taillabel="600", headlabel="600"]
}

`

exports[`test/plan/graph/forms.ts > TAP > DOT and Mermaid of chains, legs and tunnels > threeLegs as Mermaid 1`] = `
flowchart LR
  n0["a<br>host"]
  n1["b<br>host"]
  n2["x<br>router on a leg"]
  n3["y<br>router on a leg"]
  n4["zz<br>router on a leg"]
  n0 ---|"600"| n2
  n2 ---|"600"| n1
  n0 ---|"600"| n3
  n3 ---|"600"| n1
  n0 ---|"600"| n4
  n4 ---|"600"| n1

`

exports[`test/plan/graph/forms.ts > TAP > DOT and Mermaid of chains, legs and tunnels > tunnel as DOT 1`] = `
graph {
  graph [rankdir=LR, nodesep=0.7, ranksep=1.5, splines=spline]
  node [shape=box, style=rounded, fontname="Helvetica,Arial,sans-serif", fontsize=13, margin="0.2,0.08"]
  edge [fontname="Helvetica,Arial,sans-serif", fontsize=11]
  "a" [label="a\\nhost"]
  "r1" [label="r1\\nrouter"]
  "r2" [label="r2\\nrouter"]
  "b" [label="b\\nhost"]
  "a" -- "r1" [id=0, taillabel="9000", headlabel="9000"]
  "r1" -- "r2" [id=1, taillabel="1500", headlabel="1500"]
  "r1" -- "r2" [id=2, label="IPv4", taillabel="1400", headlabel="1400"]
  "r1" -- "r2" [id=3, label="vxlan over IPv4", taillabel="1350", headlabel="1350", style=dashed, constraint=false]
  "r2" -- "b" [id=4, taillabel="9000", headlabel="9000"]
}

`

exports[`test/plan/graph/forms.ts > TAP > DOT and Mermaid of chains, legs and tunnels > tunnel as Mermaid 1`] = `
flowchart LR
  n0["a<br>host"]
  n1["r1<br>router"]
  n2["r2<br>router"]
  n3["b<br>host"]
  n0 ---|"9000"| n1
  n1 ---|"1500"| n2
  n1 ---|"1400 IPv4"| n2
  n1 -.-|"1350 vxlan over IPv4"| n2
  n2 ---|"9000"| n3

`
