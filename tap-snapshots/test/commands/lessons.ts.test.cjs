/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`test/commands/lessons.ts > TAP > a handout has space for answers, or has the solutions > for a teacher 1`] = `
# Lesson 9: an example

What it is about.

\`\`\`
  client ──9000── edge ──1500── transit ──9000── firewall ──9000── server
\`\`\`

\`mtulab learn 9\` builds this network and checks the tasks.

## 1. first

Look at the sender. Then look again.

Answer (a node): \`edge\`

\`\`\`
edge# true
\`\`\`

Remember.

## 2. second

Change it.

\`\`\`
edge# true
\`\`\`

`

exports[`test/commands/lessons.ts > TAP > a handout has space for answers, or has the solutions > for learners 1`] = `
# Lesson 9: an example

What it is about.

\`\`\`
  client ──9000── edge ──1500── transit ──9000── firewall ──9000── server
\`\`\`

\`mtulab learn 9\` builds this network and checks the tasks.

## 1. first

Look at the sender. Then look again.

Answer (a node): ____________________

## 2. second

Change it.

`

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

exports[`test/commands/lessons.ts > TAP > the table of a class, from state folders that users may have prepared > the latest exercise comes first 1`] = `
WHO   EXERCISE      DONE    HINTS  WRONG  LAST CHANGE
ann�  blind 7       1 of 5  1      3      30 min ago
      01-the-cliff  2 of 5  1      3      60 min ago

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
Blind cases: 1 solved of 2 begun.

\`mtulab learn 1\` begins a lesson or goes on with it; its page is labs/09-example/README.md.
\`mtulab learn blind\` puts a fault into a network and gives only the symptom.

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
