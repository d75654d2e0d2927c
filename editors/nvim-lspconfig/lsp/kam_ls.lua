---@brief
---
--- https://github.com/kam-ls/kam-ls
---
--- Language server for KAM Job workload specs: the YAML and JSON files in which people
--- describe a scheduled job for KusionStack's application model.
---
--- `kam-ls` can be installed via `go`:
---
--- ```sh
--- go install github.com/kam-ls/kam-ls/cmd/kam-ls@latest
--- ```
---
--- It looks at files named `*.kam.yaml`, `*.kam.yml`, `*.kam.json`, `kam.yaml`, `kam.yml` and
--- `kam.json`, at YAML files whose first comment is `# kam-ls: spec`, and at its configuration
--- `.kam-ls.yaml`. It is silent about all other YAML and JSON files.
---
--- Settings have the names of those in `.kam-ls.yaml`:
---
--- ```lua
--- vim.lsp.config('kam_ls', {
---   settings = {
---     kam = {
---       rules = { ['cron-too-often'] = 'off' },
---       cron = { timeZone = 'Europe/Berlin', previewCount = 5 },
---     },
---   },
--- })
--- ```

---@type vim.lsp.Config
return {
  cmd = { 'kam-ls', 'serve' },
  filetypes = { 'yaml', 'json', 'yaml.kam', 'json.kam' },
  root_markers = { '.kam-ls.yaml', '.git' },
}
