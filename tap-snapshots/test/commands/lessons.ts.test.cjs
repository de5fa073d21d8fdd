/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`test/commands/lessons.ts > TAP > a session takes answers and commands > must match snapshot 1`] = `
  shell NODE    opens a shell in a node; exit comes back and checks the task
  do STEP       performs a step, written as in a scenario
  hint          gives a hint, the next one each time
  check         checks the task; a change of the lab is noticed without it
  task          prints the task again
  quit          leaves; the lab goes on
Where a task asks for an answer, type the answer.
Hint: look.
task 1
task 1
No.
No.
Done.
There is no 'what' here.
  shell NODE    opens a shell in a node; exit comes back and checks the task
  do STEP       performs a step, written as in a scenario
  hint          gives a hint, the next one each time
  check         checks the task; a change of the lab is noticed without it
  task          prints the task again
  quit          leaves; the lab goes on
Where a task asks for an answer, type the answer.
Done.

`

exports[`test/commands/lessons.ts > TAP > the texts of a lesson > a wrong answer does not give the right one away 1`] = `
That is not what the lab shows.
  outcome: wanted stalled, saw completed

`

exports[`test/commands/lessons.ts > TAP > the texts of a lesson > heading 1`] = `
Lesson 9: an example

What it is about.

  client ──9000── edge ──1500── transit ──9000── firewall ──9000── server

`

exports[`test/commands/lessons.ts > TAP > the texts of a lesson > list 1`] = `
Lessons, with the tasks that are done:
  9   1 of 2  an example (its lab is running)
  10  - of 2  an example

\`mtulab learn 1\` begins a lesson or goes on with it; its page is labs/09-example/README.md.

`

exports[`test/commands/lessons.ts > TAP > the texts of a lesson > not judged 1`] = `
It could not be judged:
  unknown node x

`

exports[`test/commands/lessons.ts > TAP > the texts of a lesson > task with a question 1`] = `

Task 1 of 2: first
  Look at the sender.
  Then look again.
  To be answered: a node.

`

exports[`test/commands/lessons.ts > TAP > the texts of a lesson > task without one 1`] = `

Task 2 of 2: second
  Change it.

`

exports[`test/commands/lessons.ts > TAP > the texts of a lesson > what differs 1`] = `
Not yet:
  IPv6: cause: wanted packet-too-big-lost at a, saw packet-too-big-lost at b
  outcome: wanted stalled, saw completed

`
