# What the setup scripts share. They install what tests run kam-ls in outside of
# the checkout, once for each version, and print its folder. Where that cannot be
# done they say why on standard error, print nothing and succeed: the tests skip
# what they lack, or fail where nothing may be skipped.

cache=${XDG_CACHE_HOME:-$HOME/.cache}/kam-ls
name=${0##*/}
what= # is installed, for messages

give_up() { # REASON
  echo "$name: ${what:+$what }not installed: $1" >&2
  exit 0
}

# packages installs packages of Debian.
packages() { # PACKAGE...
  what=$*
  [ "$(id -u)" = 0 ] || give_up "only root can"
  command -v apt-get > /dev/null || give_up "there is no apt-get"
  echo "$name: installing $what" >&2
  export DEBIAN_FRONTEND=noninteractive
  local install=(apt-get install -y -qq --no-install-recommends "$@")
  { "${install[@]}" || { apt-get update -qq && "${install[@]}"; }; } < /dev/null > /dev/null 2>&1 || give_up "apt-get failed"
}

# once prints the folder of a name in the cache. Before the first time, it is made
# by a command that is called with the folder, which is empty. An installation
# that was cut off is none. Where there is flock, one waits for another.
once() { # NAME COMMAND [ARGUMENT...]
  local folder=$cache/$1
  shift
  mkdir -p "$cache"
  exec 9> "$folder.lock"
  ! command -v flock > /dev/null || flock 9
  if [ ! -e "$folder/.done" ]; then
    echo "$name: installing ${folder#"$cache/"}" >&2
    rm -rf "$folder"
    mkdir -p "$folder"
    "$@" "$folder" < /dev/null >&2 || give_up "that failed"
    touch "$folder/.done"
  fi
  echo "$folder"
}

# sum is a short name for what is read.
sum() {
  if command -v sha256sum > /dev/null; then sha256sum; else shasum -a 256; fi | cut -c1-16
}
