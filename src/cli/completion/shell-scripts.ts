/** The shells for which there is a script. */
export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** What stands in the place of words where the shell is to complete names of files. */
export const FILES_MARK = ':files';

/**
 * Each asks the program itself what fits, so that it never tells of an option that this version does not have. `cburst` is written
 * out: an alias is followed only so.
 */
export const shellScripts: Readonly<Record<Shell, string>> = {
  bash: `_cburst() {
  mapfile -t COMPREPLY < <(cburst complete-words -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  if [[ \${COMPREPLY[0]} == ${FILES_MARK} ]]; then
    COMPREPLY=()
    compopt -o default
  else
    # Has the # of a channel's name quoted.
    compopt -o filenames
  fi
}
complete -F _cburst cburst
`,
  zsh: `#compdef cburst
_cburst() {
  local -a found
  found=("\${(@f)$(cburst complete-words -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ $found[1] == ${FILES_MARK} ]]; then
    _files
  elif [[ -n $found[1] ]]; then
    compadd -a found
  fi
}
if [[ $funcstack[1] == _cburst ]]; then
  _cburst "$@"
else
  compdef _cburst cburst
fi
`,
  fish: `function __cburst_complete
  set -l words (commandline -opc) (commandline -ct)
  set -l found (cburst complete-words -- $words[2..-1] 2>/dev/null)
  if test "$found[1]" = ${FILES_MARK}
    __fish_complete_path (commandline -ct)
  else
    printf '%s\\n' $found
  end
end
complete -c cburst -f -a '(__cburst_complete)'
`,
};
