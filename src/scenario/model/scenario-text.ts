/** A scenario file as text; `file` is its name in messages: inside the sandbox the file itself may be hidden. */
export interface ScenarioText {
  readonly file: string;
  readonly text: string;
}
