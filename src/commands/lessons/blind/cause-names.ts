/** The causes that an answer may name, by the words of the expectation `cause`, with what each of them means. */
export const causeNames: Readonly<Record<string, string>> = {
  'packet-too-big-lost': 'a router sends the message, and it does not leave, or does not pass, this node',
  'packet-too-big-not-sent': 'this router drops what is too large and sends no message',
  'packet-too-big-misdelivered': 'the message ends at this node, which is not the sender of the large packets',
  'packet-too-big-ignored': 'the message reaches this host, which cannot use it',
  'packet-too-big-wrong': 'the message of this router has an MTU that is too large',
  'refused-by-own-mtu': 'this interface refuses what its own node sends',
  'silent-drop': 'large packets vanish at this interface, where no router could send a message',
  'fragments-dropped': 'this node drops fragments',
};
