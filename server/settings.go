package server

import (
	"context"
	"encoding/json"
	"path/filepath"
	"slices"

	"go.lsp.dev/protocol"
	"go.uber.org/zap"

	"github.com/kam-ls/kam-ls/config"
	"github.com/kam-ls/kam-ls/diagnostics"
	"github.com/kam-ls/kam-ls/document"
)

// settingsSection is the name of the editor's settings.
const settingsSection = "kam"

// settings are the editor's: a configuration as a document, nil for none, and
// what only editors set.
type settings struct {
	doc  *document.Document
	only map[string]map[string]bool // what is shown: "inlayHints", "schedule"
}

// shows reports whether the editor wants to be shown something; it does unless
// it says that it does not.
func (s *Server) shows(group, name string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	shown, set := s.settings.only[group][name]
	return shown || !set
}

// editorOnly are the settings that no configuration file has.
var editorOnly = []string{"inlayHints", "codeLens", "trace", "server"}

// setSettings takes new settings from the editor. What is wrong with them is
// logged, and counts as not set; if they cannot be read at all, the settings
// stay what they were.
func (s *Server) setSettings(raw json.RawMessage) {
	if len(raw) == 0 || string(raw) == "null" {
		return
	}
	var set map[string]json.RawMessage
	if err := json.Unmarshal(raw, &set); err != nil {
		s.log.Warn("cannot read the settings", zap.Error(err))
		return
	}
	only := map[string]map[string]bool{}
	for _, key := range []string{"inlayHints", "codeLens"} {
		var group map[string]bool
		if json.Unmarshal(set[key], &group) == nil {
			only[key] = group
		}
	}
	for key, value := range set {
		// Editors send what they declare, set or not.
		if slices.Contains(editorOnly, key) || string(value) == "null" || string(value) == "[]" || string(value) == `""` {
			delete(set, key)
		}
	}
	text, err := json.Marshal(set)
	if err != nil {
		s.log.Warn("cannot read the settings", zap.Error(err))
		return
	}
	doc := document.Parse(string(text), document.JSON)
	for _, d := range diagnostics.RunConfiguration(context.Background(), config.File{Path: settingsSection, Doc: doc}) {
		s.log.Warn("bad setting", zap.String("at", d.Path), zap.String("mistake", d.Message))
	}
	s.mu.Lock()
	s.settings = settings{doc, only}
	s.mu.Unlock()
	s.forgetConfigs()
}

// setOptions takes the settings that come with initialization: bare or, as editors
// have them that send one object for everything, in their section.
func (s *Server) setOptions(raw json.RawMessage) {
	var sections map[string]json.RawMessage
	if json.Unmarshal(raw, &sections) == nil {
		if section, ok := sections[settingsSection]; ok {
			raw = section
		}
	}
	s.setSettings(raw)
}

// pullSettings asks the client for the settings and checks all documents again
// when they come.
func (s *Server) pullSettings() {
	if !s.client.configuration {
		return
	}
	params := protocol.ConfigurationParams{Items: []protocol.ConfigurationItem{{Section: settingsSection}}}
	s.ask(protocol.MethodWorkspaceConfiguration, params, func(result json.RawMessage) {
		var items []json.RawMessage
		if err := json.Unmarshal(result, &items); err != nil || len(items) == 0 || string(items[0]) == "null" {
			return
		}
		s.setSettings(items[0])
		s.reconfigured()
	})
}

func (s *Server) didChangeConfiguration(params json.RawMessage) error {
	if s.client.configuration {
		s.pullSettings()
		return nil
	}
	var p struct {
		Settings map[string]json.RawMessage `json:"settings"`
	}
	if err := decode(params, &p); err != nil {
		return err
	}
	s.setSettings(p.Settings[settingsSection])
	s.reconfigured()
	return nil
}

// forgetConfigs has the configurations computed again. The map is a new one: what
// is being computed goes into the old one.
func (s *Server) forgetConfigs() {
	s.mu.Lock()
	s.configs = map[string]config.Config{}
	s.mu.Unlock()
}

// configFor is the configuration of a document: its project's, with the
// editor's settings over it.
func (s *Server) configFor(path string) config.Config {
	if path == "" {
		return s.withSettings(config.Default(), "")
	}
	return s.folderConfig(filepath.Dir(path)).For(path)
}

// folderConfig is the configuration of the documents in a folder, without
// overrides, computed once.
func (s *Server) folderConfig(dir string) config.Config {
	s.mu.Lock()
	configs := s.configs
	cfg, ok := configs[dir]
	s.mu.Unlock()
	if ok {
		return cfg
	}
	cfg = s.withSettings(s.projectConfig(dir), dir)
	s.mu.Lock()
	configs[dir] = cfg
	s.mu.Unlock()
	return cfg
}

// withSettings is a configuration of a folder with the editor's settings over it.
func (s *Server) withSettings(cfg config.Config, dir string) config.Config {
	s.mu.Lock()
	set := s.settings.doc
	s.mu.Unlock()
	if set == nil {
		return cfg
	}
	return cfg.Apply(set, s.folderOf(dir))
}

// folderOf is the innermost folder of the workspace that holds a folder, or else
// that one.
func (s *Server) folderOf(dir string) string {
	best := ""
	for _, folder := range s.workspaceFolders() {
		if rel, err := filepath.Rel(folder, dir); err == nil && filepath.IsLocal(rel) && len(folder) > len(best) {
			best = folder
		}
	}
	if best == "" {
		return dir
	}
	return best
}

// projectConfig is what the nearest .kam-ls.yaml says.
func (s *Server) projectConfig(dir string) config.Config {
	cfg := config.Default()
	path, err := config.Find(dir)
	if err == nil && path != "" {
		var loaded config.Config
		if loaded, _, err = config.Load(path); err == nil {
			cfg = loaded
		}
	}
	if err != nil {
		s.log.Warn("cannot read the configuration", zap.Error(err))
		_ = s.conn.Notify(context.Background(), protocol.MethodWindowLogMessage, protocol.LogMessageParams{Type: protocol.MessageTypeWarning, Message: "cannot read the configuration: " + err.Error()})
	}
	return cfg
}
