/** What to tell a person about something thrown: a stack only for what nobody foresaw. */
export const errorMessage = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return foreseen.includes(error.name) ? error.message : (error.stack ?? error.message);
};

const foreseen = ['Error', 'MachineError'];
