/**
 * Shell function `measure`: prints how many milliseconds a small build takes, as a lab makes it, the least of three times. The quotient of
 * guest and host is the factor by which the guest is slower; one build takes 20 ms on an idle machine.
 */
export const measureFunction = `measure() {
  least=''
  for round in 1 2 3; do
    began=$(date +%s%N)
    unshare -n sh -c '
      for i in 1 2 3 4 5 6 7 8; do echo "link add a$i up type veth peer name b$i"; done | ip -batch -
      for i in 1 2 3 4; do ip link show dev a$i; done' >/dev/null 2>&1
    took=$(( ($(date +%s%N) - began) / 1000000 + 1 ))
    if [ -z "$least" ] || [ "$took" -lt "$least" ]; then least=$took; fi
  done
  echo "$least"
}`;
