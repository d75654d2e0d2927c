# kam-ls in kakoune-lsp. Specs stay YAML and JSON for Kakoune; only their language
# server is another one.

# The settings are those of .kam-ls.yaml.
define-command -hidden kam-ls-use -params 1 -docstring 'kam-ls-use <language>: has kam-ls as the language server of this buffer' %{
    set-option buffer lsp_language_id %arg{1}
    set-option buffer lsp_servers %{
        [kam-ls]
        command = "kam-ls"
        args = ["serve"]
        root_globs = [".kam-ls.yaml", ".git", ".hg"]
        settings_section = "kam"
        [kam-ls.settings.kam]
    }
}

hook -group kam-ls global BufSetOption filetype=yaml %{
    evaluate-commands %sh{
        # Whether the first comment says that this is a spec.
        marked() {
            [ -f "$1" ] && awk '
                BEGIN { no = 1 }
                { sub(/^\357\273\277/, ""); sub(/^[ \t\r]+/, ""); sub(/[ \t\r]+$/, "") }
                /^#/ { sub(/^#+/, ""); no = !($1 == "kam-ls:" && $2 == "spec"); exit }
                $0 != "" && $0 != "---" && !/^%/ { exit }
                END { exit no }
            ' "$1"
        }
        case "/$kak_bufname" in
        *.kam.yaml | *.kam.yml | */kam.yaml | */kam.yml | *.kam-ls.yaml) echo kam-ls-use kam-yaml ;;
        *) marked "$kak_buffile" && echo kam-ls-use kam-yaml ;;
        esac
    }
}

hook -group kam-ls global BufSetOption filetype=json %{
    evaluate-commands %sh{
        case "/$kak_bufname" in
        *.kam.json | */kam.json) echo kam-ls-use kam-json ;;
        esac
    }
}
