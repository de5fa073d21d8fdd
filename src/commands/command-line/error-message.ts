/** Returns what to print about something thrown: the message of an expected error, the stack of any other. */
export const errorMessage = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return expected.includes(error.name) ? error.message : (error.stack ?? error.message);
};

const expected = ['Error', 'MachineError'];
