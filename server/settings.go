package server

import (
	"context"
	"encoding/json"
	"path/filepath"

	"go.lsp.dev/protocol"
	"go.uber.org/zap"

	"github.com/kam-ls/kam-ls/config"
	"github.com/kam-ls/kam-ls/diagnostics"
)

// settingsSection is the name of the editor's settings.
const settingsSection = "kam"

// settings are the editor's, under the names of the configuration file. What is
// nil is not set.
type settings struct {
	Files   []string          `json:"files"`
	Exclude []string          `json:"exclude"`
	Rules   map[string]string `json:"rules"`
	Cron    struct {
		TimeZone     *string `json:"timeZone"`
		PreviewCount *int    `json:"previewCount"`
	} `json:"cron"`
}

// setSettings takes new settings from the editor. What cannot be read is
// logged, and the settings stay what they were.
func (s *Server) setSettings(raw json.RawMessage) {
	if len(raw) == 0 || string(raw) == "null" {
		return
	}
	var next settings
	if err := json.Unmarshal(raw, &next); err != nil {
		s.log.Warn("cannot read the settings", zap.Error(err))
		return
	}
	for id, severity := range next.Rules {
		if _, err := diagnostics.ParseSeverity(severity); err != nil || diagnostics.Lookup(id) == nil {
			s.log.Warn("bad setting for a rule", zap.String("rule", id), zap.String("severity", severity))
			delete(next.Rules, id)
		}
	}
	if zone := next.Cron.TimeZone; zone != nil && *zone != "" && config.CheckTimeZone(*zone) != nil {
		s.log.Warn("unknown time zone", zap.String("zone", *zone))
		next.Cron.TimeZone = nil
	}
	if count := next.Cron.PreviewCount; count != nil && (*count < 0 || *count > 100) {
		next.Cron.PreviewCount = nil
	}
	s.mu.Lock()
	s.settings = next
	s.mu.Unlock()
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
		s.recheck()
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
	s.recheck()
	return nil
}

func (s *Server) didChangeWatchedFiles(json.RawMessage) error {
	s.forgetConfigs()
	s.recheck()
	return nil
}

func (s *Server) forgetConfigs() {
	s.mu.Lock()
	clear(s.configs)
	s.mu.Unlock()
}

// configFor is the configuration of a document: its project's, with the
// editor's settings over it.
func (s *Server) configFor(path string) config.Config {
	cfg := config.Default()
	if path != "" {
		cfg = s.projectConfig(filepath.Dir(path))
	}
	s.mu.Lock()
	set := s.settings
	s.mu.Unlock()
	if cfg.Base == "" {
		cfg.Base = s.folderOf(path)
	}
	if set.Files != nil {
		cfg.Files = set.Files
	}
	if set.Exclude != nil {
		cfg.Exclude = set.Exclude
	}
	if len(set.Rules) > 0 {
		rules := map[string]string{}
		for id, severity := range cfg.Rules {
			rules[id] = severity
		}
		for id, severity := range set.Rules {
			rules[id] = severity
		}
		cfg.Rules = rules
	}
	if set.Cron.TimeZone != nil {
		cfg.Cron.TimeZone = *set.Cron.TimeZone
	}
	if set.Cron.PreviewCount != nil {
		cfg.Cron.PreviewCount = *set.Cron.PreviewCount
	}
	return cfg
}

// folderOf is the innermost folder of the workspace that holds a path, or else
// the path's own.
func (s *Server) folderOf(path string) string {
	best := ""
	for _, folder := range s.folders {
		if rel, err := filepath.Rel(folder, path); err == nil && filepath.IsLocal(rel) && len(folder) > len(best) {
			best = folder
		}
	}
	if best == "" {
		return filepath.Dir(path)
	}
	return best
}

// projectConfig is what the nearest .kam-ls.yaml says, read once for a folder.
func (s *Server) projectConfig(dir string) config.Config {
	s.mu.Lock()
	cfg, ok := s.configs[dir]
	s.mu.Unlock()
	if ok {
		return cfg
	}
	cfg = config.Default()
	path, err := config.Find(dir)
	if err == nil && path != "" {
		var loaded config.Config
		if loaded, err = config.Load(path); err == nil {
			cfg = loaded
		}
	}
	if err != nil {
		s.log.Warn("cannot read the configuration", zap.Error(err))
		_ = s.conn.Notify(context.Background(), protocol.MethodWindowLogMessage, protocol.LogMessageParams{Type: protocol.MessageTypeWarning, Message: err.Error()})
	}
	s.mu.Lock()
	s.configs[dir] = cfg
	s.mu.Unlock()
	return cfg
}
