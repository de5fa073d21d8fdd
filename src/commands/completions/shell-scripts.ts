import { shellQuote } from '../../text/shell-quote.ts';

/** The script by which each shell completes `mtulab`, for a program with these arguments. */
export const shellScripts: Readonly<Record<string, (argv: readonly string[]) => string>> = {
  bash: (argv) => `# completes mtulab in bash: source <(mtulab completion bash)
_mtulab() {
  mapfile -t COMPREPLY < <(${call(argv)} completion bash "\${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
  [[ \${#COMPREPLY[@]} -eq 1 && \${COMPREPLY[0]} == *[=/] ]] && compopt -o nospace
  return 0
}
complete -o filenames -F _mtulab mtulab
`,
  zsh: (argv) => `#compdef mtulab
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
  done < <(${call(argv)} completion zsh "\${(j: :)words[1,CURRENT-1]} $QIPREFIX$PREFIX" 2>/dev/null)
  compadd -l -d lines -a whole && found=0
  compadd -S '' -a begun && found=0
  return found
}
compdef _mtulab mtulab
`,
  fish: (argv) => `# completes mtulab in fish: mtulab completion fish | source
complete -c mtulab -e
complete -c mtulab -f -a '(${call(argv).replace(/[\\']/g, '\\$&')} completion fish (commandline -cp | string collect) 2>/dev/null)'
`,
};

const call = (argv: readonly string[]): string => argv.map(shellQuote).join(' ');
