/** The text of a scenario file. `file` is its name in messages: the file itself may be hidden inside the sandbox. */
export interface ScenarioText {
  readonly file: string;
  readonly text: string;
}
