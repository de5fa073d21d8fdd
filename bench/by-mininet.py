"""Builds a network, given as JSON on stdin, with Mininet's own API, and prints how many milliseconds it took.

Hosts only; no controller, no switch, and the machine's limits stay as they are. Prints {"build": ms, "stop": ms}.
"""
import json
import sys
import time

from mininet.link import Link
from mininet.net import Mininet
from mininet import util
import mininet.net

mininet.net.fixLimits = util.fixLimits = lambda: None


def main():
    network = json.load(sys.stdin)
    began = time.monotonic()
    net = Mininet(controller=None, switch=None, link=Link)
    hosts = {name: net.addHost(name, ip=None) for name in network["nodes"]}
    for link in network["links"]:
        (one, first), (other, second) = link
        net.addLink(hosts[one], hosts[other], intfName1=first, intfName2=second)
    net.build()
    for name, command in network["commands"]:
        output = hosts[name].cmd(command)
        if output.strip():
            raise SystemExit(f"{name}: {command}: {output}")
    built = time.monotonic()
    answered = hosts[network["from"]].cmd(f"ping -6 -c 1 -W 5 {network['to']}")
    if " 0% packet loss" not in answered:
        raise SystemExit(answered)
    stopping = time.monotonic()
    net.stop()
    stopped = time.monotonic()
    print(json.dumps({"build": 1000 * (built - began), "stop": 1000 * (stopped - stopping)}))


main()
