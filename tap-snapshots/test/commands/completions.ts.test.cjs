/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`test/commands/completions.ts > TAP > each shell gets what it can show, and bash only what follows the last sign at which it breaks words > must match snapshot 1`] = `
bash:
# completes mtulab in bash: source <(mtulab completion bash)
_mtulab() {
  mapfile -t COMPREPLY < <('/a node' '/it'\\''s/cli.js' completion bash "\${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
  [[ \${#COMPREPLY[@]} -eq 1 && \${COMPREPLY[0]} == *[=/] ]] && compopt -o nospace
  return 0
}
complete -o filenames -F _mtulab mtulab

zsh:
#compdef mtulab
# completes mtulab in zsh, after compinit: source <(mtulab completion zsh)
_mtulab() {
  local value about found=1
  local -a whole lines begun
  while IFS=$'\\t' read -r value about; do
    if [[ $value == *[=/] ]]; then
      begun+=("$value")
    else
      whole+=("$value") lines+=("$value\${about:+  -- $about}")
    fi
  done < <('/a node' '/it'\\''s/cli.js' completion zsh "\${(j: :)words[1,CURRENT-1]} $QIPREFIX$PREFIX" 2>/dev/null)
  compadd -l -d lines -a whole && found=0
  compadd -S '' -a begun && found=0
  return found
}
compdef _mtulab mtulab

fish:
# completes mtulab in fish: mtulab completion fish | source
complete -c mtulab -e
complete -c mtulab -f -a '(\\'/a node\\' \\'/it\\'\\\\\\'\\'s/cli.js\\' completion fish (commandline -cp | string collect) 2>/dev/null)'

`
